import { describeConnectorRuntimeContract } from '@moorage/test-kit';
import { openNativeHarness } from '../../test/scripted-natives';
import { NativeConnectorRuntime } from './connector-runtime.native';

describeConnectorRuntimeContract(NativeConnectorRuntime.name, openNativeHarness, {
  exempt: [{ clause: 'connector-runtime/replacement', reason: 'no connector that runs in this process uses up what it is given' }],
});

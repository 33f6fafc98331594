import { describeConnectorRuntimeContract } from '@moorage/test-kit';
import { openCommandHarness } from '../../test/scripted-commands';
import { ProcessConnectorRuntime } from './connector-runtime.process';

describeConnectorRuntimeContract(ProcessConnectorRuntime.name, openCommandHarness);

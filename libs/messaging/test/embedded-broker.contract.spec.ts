import { brokerContract, openBroker } from './broker.contract';
import { startEmbedded } from './embedded-broker';

brokerContract.describe('the embedded broker', () => openBroker(startEmbedded));

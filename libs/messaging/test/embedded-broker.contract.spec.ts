import { brokerContract, openBroker } from './broker.contract';
import { startEmbedded } from './embedded-broker';
import { openMessaging } from './messaging-harness';
import { messagingContract } from './messaging.contract';

brokerContract.describe('the embedded broker', () => openBroker(startEmbedded));
messagingContract.describe('messaging over the embedded broker', () => openMessaging(startEmbedded));

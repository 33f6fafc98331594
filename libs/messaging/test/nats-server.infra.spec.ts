import { brokerContract, openBroker } from './broker.contract';
import { openMessaging } from './messaging-harness';
import { messagingContract } from './messaging.contract';
import { startNatsServer } from './nats-server';

brokerContract.describe('nats-server', () => openBroker(startNatsServer));
messagingContract.describe('messaging over nats-server', () => openMessaging(startNatsServer));

import { brokerContract, openBroker } from './broker.contract';
import { startNatsServer } from './nats-server';

brokerContract.describe('nats-server', () => openBroker(startNatsServer));

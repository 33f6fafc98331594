import { brokerContract, openBroker } from './broker.contract';
import { givingUpContract } from './giving-up.contract';
import { openMessaging } from './messaging-harness';
import { messagingContract } from './messaging.contract';
import { startNatsServer } from './nats-server';
import { outagesContract } from './outages.contract';
import { streamEndsContract } from './stream-ends.contract';
import { streamsContract } from './streams.contract';

brokerContract.describe('nats-server', () => openBroker(startNatsServer));
messagingContract.describe('messaging over nats-server', () => openMessaging(startNatsServer));
givingUpContract.describe('messaging over nats-server', () => openMessaging(startNatsServer));
outagesContract.describe('messaging over nats-server', () => openMessaging(startNatsServer));
streamsContract.describe('streams over nats-server', () => openMessaging(startNatsServer));
streamEndsContract.describe('streams over nats-server', () => openMessaging(startNatsServer));

import { brokerContract, openBroker } from './broker.contract';
import { startEmbedded } from './embedded-broker';
import { givingUpContract } from './giving-up.contract';
import { openMessaging } from './messaging-harness';
import { messagingContract } from './messaging.contract';
import { outagesContract } from './outages.contract';
import { streamEndsContract } from './stream-ends.contract';
import { streamsContract } from './streams.contract';

brokerContract.describe('the embedded broker', () => openBroker(startEmbedded));
messagingContract.describe('messaging over the embedded broker', () => openMessaging(startEmbedded));
givingUpContract.describe('messaging over the embedded broker', () => openMessaging(startEmbedded));
outagesContract.describe('messaging over the embedded broker', () => openMessaging(startEmbedded));
streamsContract.describe('streams over the embedded broker', () => openMessaging(startEmbedded));
streamEndsContract.describe('streams over the embedded broker', () => openMessaging(startEmbedded));

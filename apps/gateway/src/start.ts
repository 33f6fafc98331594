import { JoseSealer, NodeClock, NodeHasher, NodeIds, startOpsServer } from '@moorage/adapters-node';
import { connectContractClient, NatsAnnouncer } from '@moorage/messaging';
import type { Gateway, GatewayConfig } from './gateway.config';
import { serve } from './serve';

// The public surface of messaging, by name. Nothing inside the library imports this file.
export { wasUnheard } from './call-failures';
export { NatsAnnouncer } from './announcer.nats';
export { startEmbeddedBroker, type EmbeddedBroker } from './broker/start-embedded-broker';
export { connectContractClient } from './connect-contract-client';
export { ContractClient, type CallContext, type StreamContext } from './contract-client';
export { EncodedReply } from './encoded-reply';
export { Handles } from './handles';
export { Hears } from './hears';
export { requireCaller, type MessageContext } from './message-context';
export { continueTrace, startTrace, type Trace } from './trace-context';
export { Streams } from './streams';
export { startService, type Service, type ServiceOptions } from './start-service';

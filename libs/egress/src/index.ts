// The only way out of the house, by name. Nothing inside the library imports this file.
export type { ConnectTimings } from './connect-timings';
export { echoes } from './echoes';
export { ConnectionFailed, type FailureFacts } from './connection-failed';
export { EgressPolicy, type Destination } from './egress-policy';
export { endpointsOf, type Endpoint } from './endpoint';
export type { GuardedBody, Listener } from './guarded-body';
export type { GuardedRequest, GuardedResponse } from './guarded-exchange';
export { GuardedHttp, type GuardedHttpOptions } from './guarded-http';
export { GuardedSockets, type OpenSocket, type SocketRequest } from './guarded-sockets';
export type { TlsDemands } from './secured';
export type { HostAddress, Lookup } from './resolve-host';
export { CommandPolicy } from './processes/command-policy';
export type { GuardedProcess } from './processes/guarded-process';
export { GuardedProcesses, type GuardedProcessesOptions, type ProcessOrder } from './processes/guarded-processes';
export { plainWords } from './processes/last-words';
export type { PrivateFile } from './processes/private-files';
export { redacted, withoutSecrets } from './processes/redacted';
export { noteUnforeseen } from './unforeseen';

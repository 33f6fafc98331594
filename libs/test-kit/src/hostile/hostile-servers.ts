import { brokenAnswers, refusals } from './broken-answers';
import { brokenConnections } from './broken-connections';
import { brokenStreams } from './broken-streams';
import { brokenTools } from './broken-tools';
import { endlessAnswers } from './endless-answers';

/**
 * Servers that really misbehave, each in one way, on loopback and bounded. A client has to survive all of them.
 * Those with certificates are to be reached with `testAuthority` as an accepted authority.
 */
export const hostileServers = { ...brokenConnections, ...refusals, ...brokenAnswers, ...endlessAnswers, ...brokenTools, ...brokenStreams };

export type HostileServer = keyof typeof hostileServers;

import { TheHouse1795219200000 } from './1795219200000-the-house';
import { ClaimsHaveTokens1795255538000 } from './1795255538000-claims-have-tokens';
import { KnowledgeConnectors1795274120000 } from './1795274120000-knowledge-connectors';
import { AssistantSessions1795287600000 } from './1795287600000-assistant-sessions';

/** Every migration, oldest first. A new one gets a file named `<milliseconds>-<what-it-does>.ts` and a line here; a released one never changes. */
export const MIGRATIONS = [TheHouse1795219200000, ClaimsHaveTokens1795255538000, KnowledgeConnectors1795274120000, AssistantSessions1795287600000];

import { ownerKey } from '../../../model/caller';
import { Secret } from '../../../model/secret';
import type { AssistantSession, KeptUpstream } from '../../../model/sessions/assistant-session';
import type { Vault, VaultBinding } from '../../../ports/vault.port';
import type { LinkState } from './link';

/** Upstream sessions between a process, where their ids are in the clear, and the row of a session, where they are encrypted: whoever has one may act as its owner. */
export class KeptUpstreams {
  constructor(private readonly vault: Vault) {}

  async seal(session: AssistantSession, states: Record<string, LinkState>): Promise<Record<string, KeptUpstream>> {
    const sealed = Object.entries(states).map(async ([id, { sessionId, ...known }]) => [id, { ...known, ...(sessionId !== undefined && { envelope: await this.vault.encrypt(Secret.of(sessionId), bindingOf(session)) }) }] as const);
    return Object.fromEntries(await Promise.all(sealed));
  }

  /** What can be read of them; the others are opened anew. */
  async open(session: AssistantSession): Promise<Record<string, LinkState>> {
    const opened = Object.entries(session.upstreams).map(async ([id, { envelope, ...known }]) => {
      const sessionId = envelope === undefined ? undefined : await this.vault.decrypt(envelope, bindingOf(session));
      return sessionId === null ? [] : [[id, { ...known, ...(sessionId && { sessionId: sessionId.reveal() }) }] as const];
    });
    return Object.fromEntries((await Promise.all(opened)).flat());
  }
}

function bindingOf({ organizationId, owner, id }: AssistantSession): VaultBinding {
  return { organizationId, ownerId: ownerKey(owner), recordId: id, purpose: 'personal.upstream-session' };
}

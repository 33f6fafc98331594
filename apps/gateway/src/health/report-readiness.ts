import { MoorageError } from '@moorage/domain';
import type { CallContext } from '@moorage/messaging';
import type { ReadyReply } from './health.bodies';
import type { Readiness } from './readiness';

const NAMES = { nats: 'NATS', postgresql: 'PostgreSQL' } as const;

/** Tells an operator what is there and what is missing. */
export class ReportReadiness {
  constructor(private readonly readiness: Readiness) {}

  /** Rejects with `SERVICE_UNAVAILABLE` when the gateway lacks what it cannot do without. */
  async run(context: CallContext): Promise<ReadyReply> {
    const [dependencies, services] = await Promise.all([this.readiness.dependencies(), this.readiness.services(context)]);
    const missing = (['nats', 'postgresql'] as const).filter((name) => dependencies[name] === 'missing');
    if (missing.length === 0) return { status: 'ok', dependencies, services };
    throw new MoorageError('SERVICE_UNAVAILABLE', {
      message: `The gateway does not reach ${missing.map((name) => NAMES[name]).join(' and ')}. Check that it is running and that the address is right.`,
      details: { dependencies: { ...dependencies }, services: { ...services } },
    });
  }
}

import type { Configuration } from '../../../model/configuration';
import type { Clock } from '../../../ports/clock.port';
import type { ConfigRepo } from '../../../ports/config-repo.port';

const DOUBT = 'The answer to the last tool call looks as if the server had not accepted the credentials. Test the configuration again; if the test passes, check what the credentials may do.';

/**
 * Marks a configuration after a tool result that looked like refused credentials: its health is unknown again, and its owner is asked to test it.
 * Once until the next check, and only while credentials and settings are those that the call was made with. What a check found out stays.
 */
export class DoubtCredentials {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly clock: Clock,
  ) {}

  async run(called: Configuration): Promise<void> {
    if (!called.credentials || called.lastError === DOUBT) return;
    await this.configs.change(called, called.id, (now) => this.doubted(now, called.generation));
  }

  private doubted(now: Configuration, generation: number): Configuration {
    if (now.generation !== generation || now.healthStatus === 'unhealthy' || now.lastError === DOUBT) return now;
    return { ...now, healthStatus: 'unknown', lastError: DOUBT, updatedAt: this.clock.now() };
  }
}

import 'reflect-metadata';
import { PinoLog, runProcess } from '@moorage/adapters-node';
import { readEnvironment } from '@moorage/contracts';
import type { BootstrapResult } from '@moorage/domain';
import { accessSettings } from './access/access-settings';
import { GatewayEnv } from './gateway.env';
import { start } from './start';

void runProcess(async () => {
  const env = readEnvironment(GatewayEnv, process.env);
  const gateway = await start({
    ...accessSettings(env),
    host: env.HOST ?? '0.0.0.0',
    port: env.PORT ?? 8080,
    natsUrl: env.NATS_URL,
    databaseUrl: env.DATABASE_URL,
    migrate: env.MIGRATE !== 'off',
    bootstrap: { organizationId: env.BOOTSTRAP_ORGANIZATION ?? 'org_default', ...(env.BOOTSTRAP_API_KEY && { apiKey: env.BOOTSTRAP_API_KEY }) },
    log: new PinoLog({ service: 'gateway', level: env.LOG_LEVEL ?? 'info' }),
    ...(env.OPS_PORT !== undefined && { opsPort: env.OPS_PORT }),
  });
  process.stdout.write(`Moorage gateway at ${gateway.url}\n${keyLine(await gateway.bootstrap())}`);
  return gateway;
});

/** The one time that a generated key is shown; it goes past the log, which others may read. */
function keyLine({ apiKey, firstKey, presetIgnored }: BootstrapResult): string {
  if (apiKey) return `API key: ${apiKey} (shown only this once)\n`;
  if (presetIgnored) return 'BOOTSTRAP_API_KEY does nothing: this installation has its first key already.\n';
  return firstKey ? `API key: ${firstKey.prefix}… (shown when it was made)\n` : '';
}

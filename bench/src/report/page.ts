import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { hasNats } from '../ground/nats';

const PAGE = join(__dirname, '../../../docs/bench.md');
const BEGIN = '<!-- Written by the bench; do not edit below. -->\n';

/** Puts tables into docs/bench.md, with what they were measured on; the text above them stays. */
export function writePage(tables: string): void {
  const text = readFileSync(PAGE, 'utf8');
  const kept = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
  writeFileSync(PAGE, `${kept}\n${circumstances()}\n${tables}`);
}

function circumstances(): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release().split('-')[0]}`;
  const nats = hasNats() ? execFileSync('nats-server', ['--version'], { encoding: 'utf8' }).trim() : 'no nats-server';
  return `${new Date().toISOString().slice(0, 10)}; ${machine}; Node ${process.version}, ${nats}, PostgreSQL 15. Command: \`npx --yes pnpm@12.21.0 run bench --write\`.\n`;
}

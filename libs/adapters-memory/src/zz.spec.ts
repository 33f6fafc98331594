import { clockContract, userRepoContract, organizationRepoContract, apiKeyRepoContract, connectorRepoContract, idempotencyStoreContract, rateCounterContract, flightLedgerContract } from '@moorage/test-kit';
import { MemoryUserRepo, MemoryApiKeyRepo, MemoryConnectorRepo, MemoryIdempotencyStore, MemoryRateCounter, MemoryFlightLedger, MemoryOrganizationRepo, FixedClock } from './index';
const d = async () => undefined;
const turn = () => new Promise<void>((r) => setImmediate(r));
it('x', async () => {
  const out: Record<string, string[]> = {};
  out.clock = await clockContract.failing(async () => ({ port: { now: () => new Date(), wait: (ms: number) => new Promise<void>((r) => setTimeout(r, ms)) }, advance: (ms) => new Promise((r) => setTimeout(r, ms)), dispose: d }));
  const later = (o: any, names: string[]) => new Proxy(o, { get: (t, n) => names.includes(String(n)) ? async (...a: any[]) => { const f = a.at(-1); const p = (await t.find(...a.slice(0, -1))); if (!p) return null; const owners = t.list && n === 'change' && a.length === 3 && 'role' in p && !('hash' in p) ? (await t.list({ organizationId: a[0], limit: 100 })).items.filter((u: any) => u.role === 'owner' || u.role === 'operator').length : undefined; const c = f(p, owners); await turn(); return t.change(...a.slice(0, -1), () => c); } : (...a: any[]) => t[n](...a) });
  out.user = await userRepoContract.failing(async () => ({ port: later(new MemoryUserRepo(), ['change']), dispose: d }));
  out.org = await organizationRepoContract.failing(async () => ({ port: later(new MemoryOrganizationRepo(), ['change']), dispose: d }));
  out.key = await apiKeyRepoContract.failing(async () => ({ port: later(new MemoryApiKeyRepo(), ['change']), dispose: d }));
  out.con = await connectorRepoContract.failing(async () => ({ port: later(new MemoryConnectorRepo(), ['change']), dispose: d }));
  out.idem = await idempotencyStoreContract.failing(async () => { const p = new MemoryIdempotencyStore(); return { port: new Proxy(p, { get: (t: any, n) => n === 'claim' ? async (k: string, h: string, now: Date, e: Date) => { const probe = await t.claim(k, 'probe', now, e); if (probe) return probe; await t.release(k); await turn(); await t.release(k); return t.claim(k, h, now, e); } : (...a: any[]) => t[n](...a) }), dispose: d }; });
  out.rate = await rateCounterContract.failing(async () => { const c = new Map<string, number>(); return { port: { hit: async (k: string) => { const n = (c.get(k) ?? 0) + 1; await turn(); c.set(k, n); return n; } }, windowsKept: async () => c.size, dispose: d }; });
  out.flight = await flightLedgerContract.failing(async () => { const clock = new FixedClock(); const p = new MemoryFlightLedger(clock); return { port: new Proxy(p, { get: (t: any, n) => n === 'takeOff' ? async (k: string, a: number, l: number) => { const x = await t.latest(k); if (x > a) return { number: x, mine: false, joinable: true }; await turn(); return t.takeOff(k, x, l); } : (...a: any[]) => t[n](...a) }), expireLease: async () => clock.advance(3_600_000), dispose: d }; });
  console.log(JSON.stringify(out, null, 1));
}, 60000);

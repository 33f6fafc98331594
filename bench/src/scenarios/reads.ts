import type { Closing } from '../ground/closing';
import { WorkerProcess } from '../ground/worker-process';
import type { Caller } from '../floor/ground';
import { loadOn, type BenchGround } from './bench-ground';
import { contest, type Contestant, type Round } from './contest';

/** One kind of read with one number of connections: ours, the bare chain with the same duties, and the bare chain. */
export interface ReadFigures {
  what: 'configuration' | 'tools';
  connections: number;
  rounds: Record<'ours' | 'dutiful' | 'bare', Round[]>;
}

/** A floor that runs. */
interface Floor {
  port: number;
  gateway: number;
  service: number;
}

export async function measureReads(ground: BenchGround, closing: Closing): Promise<ReadFigures[]> {
  const path = await ground.api.connect(ground.addresses.near);
  await ground.api.call('POST', `${path}/test`);
  await ground.api.call('POST', `${path}/refresh`);
  const floors = await startFloors(ground, closing);
  const figures: ReadFigures[] = [];
  for (const what of ['configuration', 'tools'] as const) {
    const full = what === 'tools' ? `${path}/tools` : path;
    await contest(contestants(ground, floors, full, 16, ground.plan.warmMs), 1);
    for (const connections of ground.plan.connections) {
      figures.push({ what, connections, rounds: await contest(contestants(ground, floors, full, connections, ground.plan.readMs), ground.plan.rounds) });
    }
  }
  return figures;
}

function contestants(ground: BenchGround, floors: Record<'dutiful' | 'bare', Floor>, path: string, connections: number, milliseconds: number): Record<'ours' | 'dutiful' | 'bare', Contestant> {
  const { suite, natsPid, postgresPid } = ground;
  const asked = { method: 'GET', path, connections, milliseconds, contains: '"object":"' } as const;
  const shared = { NATS: [natsPid], PostgreSQL: [postgresPid] };
  const pids = (name: string) => suite.programs.filter((program) => program.name === name).map((program) => program.pid);
  const floor = ({ port, gateway, service }: Floor): Contestant => ({
    run: () => loadOn(ground, { ...asked, ports: [port] }),
    processes: { gateway: [gateway], service: [service], ...shared },
  });
  return {
    ours: { run: () => loadOn(ground, asked), processes: { gateway: pids('gateway'), service: pids('personal-connector'), ...shared } },
    dutiful: floor(floors.dutiful),
    bare: floor(floors.bare),
  };
}

async function startFloors(ground: BenchGround, closing: Closing): Promise<Record<'dutiful' | 'bare', Floor>> {
  const { natsUrl, databaseUrl, folder } = ground;
  const { organizationId, userId } = await ground.api.call<{ organizationId: string; userId: string }>('GET', '/v1/me');
  const caller: Caller = [organizationId, 'user', userId];
  const service = await closing.add(WorkerProcess.start('floor/service', folder));
  await service.ask('start', { natsUrl, databaseUrl });
  const floor = async (duties: boolean): Promise<Floor> => {
    const gateway = await closing.add(WorkerProcess.start('floor/gateway', folder));
    return { port: await gateway.ask<number>('start', { natsUrl, databaseUrl, duties, caller }), gateway: gateway.pid, service: service.pid };
  };
  return { dutiful: await floor(true), bare: await floor(false) };
}

import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { BuildContext } from './build-context';
import type { Stage, Step } from './dockerfile';
import { run } from './processes';

/** What docker would run of an image. */
export interface Image {
  /** Where its working directory lies here. */
  folder: string;
  env: Record<string, string>;
  command: string[];
  health: string[];
}

/** A stage under way. */
interface Room extends Omit<Image, 'folder'> {
  /** What is `/` for the stage. */
  root: string;
  workdir: string;
}

/**
 * Does what a Dockerfile says in folders instead of containers: every absolute path of its stages is moved below a folder of the stage.
 * The base image is this machine, whoever runs this is its user, and a cache mount is the folder `cache`, because a cache outlives a build.
 */
export class FolderBuilder {
  private readonly rooms = new Map<string, Room>();

  constructor(
    private readonly stages: Map<string, Stage>,
    private readonly context: BuildContext,
    private readonly home: string,
    private readonly cache: string,
  ) {}

  async build(name: string): Promise<Image> {
    const { root, workdir, ...image } = await this.room(name);
    return { ...image, folder: join(root, workdir) };
  }

  private async room(name: string): Promise<Room> {
    const known = this.rooms.get(name);
    if (known) return known;
    const stage = this.stages.get(name);
    if (!stage) throw new Error(`The Dockerfile has no stage ${name}.`);
    const base = this.stages.has(stage.base) ? await this.room(stage.base) : { workdir: '/', env: {}, command: [], health: [] };
    const room: Room = { ...base, env: { ...base.env }, root: mkdtempSync(join(this.home, `${name}-`)) };
    chmodSync(room.root, 0o755);
    for (const step of stage.steps) await this.take(step, room);
    this.rooms.set(name, room);
    return room;
  }

  private async take(step: Step, room: Room): Promise<void> {
    if (step.kind === 'run') await this.run(step.script, step.caches, room);
    if (step.kind === 'copy') await this.copy(step, room);
    if (step.kind === 'workdir') room.workdir = step.path;
    if (step.kind === 'env') Object.assign(room.env, step.values);
    if (step.kind === 'health') room.health = step.command;
    if (step.kind === 'command') room.command = step.command;
  }

  private async run(script: string, caches: string[], room: Room): Promise<void> {
    for (const cache of caches) this.mount(join(room.root, cache));
    const moved = script.replace(/(?<=^|[\s"=])\/(?=[a-z])/g, `${room.root}/`);
    // npm installs globally below its prefix, which in an image is /usr/local.
    const prefix = join(room.root, 'usr/local');
    const env = { ...waysOut(), ...room.env, CI: 'true', PATH: `${prefix}/bin:${process.env.PATH}`, npm_config_prefix: prefix };
    await using running = run('sh', ['-c', moved], env, { cwd: this.here(room), detached: true });
    if ((await running.ended) !== 0) throw new Error(`RUN ${script}\n${running.output()}${running.errors()}`);
  }

  private mount(place: string): void {
    mkdirSync(dirname(place), { recursive: true });
    try {
      symlinkSync(this.cache, place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }

  private async copy({ from, sources, to }: Step & { kind: 'copy' }, room: Room): Promise<void> {
    const target = isAbsolute(to) ? join(room.root, to) : join(this.here(room), to);
    for (const source of sources) {
      if (from === undefined) this.context.copyTo(source, target);
      else cpSync(join((await this.room(from)).root, source), target, { recursive: true, verbatimSymlinks: true });
    }
  }

  private here({ root, workdir }: Room): string {
    const here = join(root, workdir);
    mkdirSync(here, { recursive: true });
    return here;
  }
}

/** How this machine reaches package registries; without them a package manager may try in vain for ever. */
function waysOut(): Record<string, string> {
  const names = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(HTTPS?|NO)_PROXY|npm_config_registry)$/i;
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => names.test(entry[0])));
}

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore from '@balena/dockerignore';

/** What of a folder docker would take along, after its `.dockerignore`. */
export class BuildContext {
  private readonly rules = readFileSync(join(this.folder, '.dockerignore'), 'utf8').split('\n');
  private readonly ignored = ignore().add(this.rules);

  constructor(private readonly folder: string) {}

  takes(path: string): boolean {
    return !this.ignored.ignores(path);
  }

  /** All files that are taken at or below a path of the folder; none when there is no such path. */
  files(path = '.'): string[] {
    const all = (below: string): string[] =>
      readdirSync(join(this.folder, below), { withFileTypes: true }).flatMap((entry) => {
        const each = join(below, entry.name);
        if (!entry.isDirectory()) return this.takes(each) ? [each] : [];
        return this.takes(each) || this.reopens(each) ? all(each) : [];
      });
    return all('.').filter((each) => path === '.' || each === path || each.startsWith(`${path}/`));
  }

  copyTo(path: string, target: string): void {
    for (const file of this.files(path)) cpSync(join(this.folder, file), join(target, path === '.' ? file : file.slice(dirname(path) === '.' ? 0 : dirname(path).length)));
  }

  private reopens(folder: string): boolean {
    return this.rules.some((rule) => rule.startsWith(`!${folder}/`));
  }
}

const COLOURS = { healthy: '32', unhealthy: '31', 'not tested': '33' };

/** Tells a person what the start is doing. Lines go to standard output; colours only on a terminal. */
export class Progress {
  constructor(
    private readonly write: (line: string) => void,
    private readonly colours: boolean,
  ) {}

  line(text = ''): void {
    this.write(text);
  }

  /** Runs one step and says how long it took. */
  async step<T>(name: string, what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    this.write(`  ${this.paint('32', '✓')} ${name.padEnd(12)}${what.padEnd(52)}${seconds.padStart(5)} s`);
    return result;
  }

  /** One thing and its value, aligned with its neighbours. */
  pair(name: string, value: string): void {
    this.write(`  ${name.padEnd(14)}${value}`);
  }

  verdict(name: string, state: keyof typeof COLOURS, text: string): void {
    this.write(`  ${this.paint(COLOURS[state], '●')} ${name.padEnd(18)}${state.padEnd(11)}${text}`);
  }

  private paint(colour: string, text: string): string {
    return this.colours ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}

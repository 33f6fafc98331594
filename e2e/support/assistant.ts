import { connect2025, connect2026, type CallOptions, type Line, type Tool } from './assistant-lines';

/** `2025`: the SDK's 1.x line, with a session. `2026`: the 2.x line at 2026-07-28, without. */
export type Era = '2025' | '2026';
export const ERAS: Era[] = ['2025', '2026'];

/** What it heard while it waited for nothing. */
interface Heard {
  /** Names of what it has listed each time that it was told that its tools have changed. Told twice at once, it may hear the later list first. */
  shown: string[];
  /** URIs of watched resources that have changed. */
  updates: string[];
}

/** An assistant as people have them: a client of the SDK, connected to an endpoint of ours. Given several gateways its requests go to them in turn. */
export class Assistant implements AsyncDisposable {
  private constructor(
    private readonly line: Line,
    private readonly heard: Heard,
  ) {}

  static async connect({ urls, apiKey }: { urls: string[]; apiKey: string }, path: string, era: Era): Promise<Assistant> {
    const heard: Heard = { shown: [], updates: [] };
    let requests = 0;
    const inTurn = (url: string | URL) => new URL(new URL(url).pathname + new URL(url).search, urls[requests++ % urls.length]);
    const line = await { 2025: connect2025, 2026: connect2026 }[era]({
      url: new URL(path, urls[0]),
      options: { requestInit: { headers: { Authorization: `Bearer ${apiKey}` } }, fetch: (url, init) => fetch(inTurn(url), init) },
      onToolsChanged: (tools) => void heard.shown.push(joined(tools.map(({ name }) => name))),
      onUpdated: (uri) => void heard.updates.push(uri),
    });
    return new Assistant(line, heard);
  }

  /** Tells whether it was told of a change, and has then listed exactly these. */
  wasShown(...names: string[]): boolean {
    return this.heard.shown.includes(joined(names));
  }

  /** Forgets what it was told before. */
  forgetShown(): void {
    this.heard.shown.length = 0;
  }

  get updates(): string[] {
    return this.heard.updates;
  }

  async tools(): Promise<Tool[]> {
    return (await this.line.listTools()).tools;
  }

  async toolNames(): Promise<string[]> {
    return (await this.tools()).map(({ name }) => name).sort();
  }

  /** The first text of the result. */
  async call(name: string, given: Record<string, unknown> = {}, options: CallOptions = {}): Promise<string> {
    const { content, isError } = (await this.line.callTool({ name, arguments: given }, options)) as { content: { text?: string }[]; isError?: boolean };
    const text = content[0]?.text ?? JSON.stringify(content);
    return isError ? `Error: ${text}` : text;
  }

  readResource(uri: string): Promise<object> {
    return this.line.readResource({ uri });
  }

  getPrompt(name: string, given: Record<string, string> = {}): Promise<object> {
    return this.line.getPrompt({ name, arguments: given });
  }

  /** What it may type on for an argument of a prompt. */
  async complete(prompt: string, argument: string, value: string): Promise<string[]> {
    return (await this.line.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name: argument, value } })).completion.values;
  }

  watch(uri: string): Promise<void> {
    return this.line.watch(uri);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.line.end();
  }
}

function joined(names: string[]): string {
  return [...names].sort().join();
}

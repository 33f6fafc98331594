/** Reads a stream of server-sent events and gives the data of each to `onData`, with the type of the event. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #data: string[] = [];
  #type = '';

  constructor(private readonly onData: (data: string, type: string) => void) {}

  push(chunk: Uint8Array): void {
    const text = this.#decoder.decode(chunk, { stream: true });
    let start = 0;
    // Only the new part is searched: a line may come in very many parts.
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(this.#rest + text.slice(start, end));
      this.#rest = '';
      start = end + 1;
    }
    this.#rest += text.slice(start);
  }

  #line(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === '') this.#dispatch();
    else if (line.startsWith('data:')) this.#data.push(valueOf(line, 5));
    else if (line.startsWith('event:')) this.#type = valueOf(line, 6);
  }

  #dispatch(): void {
    const data = this.#data.join('\n');
    const type = this.#type === '' ? 'message' : this.#type;
    this.#data = [];
    this.#type = '';
    if (data !== '') this.onData(data, type);
  }
}

function valueOf(line: string, from: number): string {
  return line.charCodeAt(from) === 32 ? line.slice(from + 1) : line.slice(from);
}

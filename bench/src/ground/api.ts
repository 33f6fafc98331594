const PATH = '/v1/personal-connectors/configurations';

/** The few things that the bench asks of the API besides what it measures. */
export class Api {
  constructor(
    private readonly port: number,
    private readonly key: string,
  ) {}

  get authorization(): string {
    return `Bearer ${this.key}`;
  }

  /** The same key at another gateway on the same database. */
  at(port: number): Api {
    return new Api(port, this.key);
  }

  /** Makes a configuration for a server, with credentials as usual, and answers its path. */
  async connect(endpoint: string): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', PATH, { personalConnectorId: 'pcon_custom', name: 'Bench', configuration: { endpoint }, credentials: { type: 'bearer', token: 'bench-token-0123456789' } });
    return `${PATH}/${id}`;
  }

  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { Authorization: this.authorization, ...(body && { 'Content-Type': 'application/json' }) };
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(20_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}

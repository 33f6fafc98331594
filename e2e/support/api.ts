import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>;
  components: { schemas: Record<string, object> };
}

/** A client that holds every answer against /openapi.json: an undocumented status, field or shape fails the test. Given several gateways it asks them in turn. */
export class Api {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private calls = 0;

  private constructor(
    private readonly urls: string[],
    readonly key: string | undefined,
    private readonly document: OpenApi,
  ) {
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'openapi');
  }

  static async open(address: string | string[], key?: string): Promise<Api> {
    const urls = [address].flat();
    return new Api(urls, key, (await (await fetch(`${urls[0]}/openapi.json`)).json()) as OpenApi);
  }

  /** The same API for another key. */
  as(key: string): Api {
    return new Api(this.urls, key, this.document);
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.urls[this.calls++ % this.urls.length]}${path}`, {
      method,
      headers: { ...(this.key && { Authorization: `Bearer ${this.key}` }), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as T };
    this.check(method, path, answer);
    return answer;
  }

  /** Throws when the answer is not what the document promises for its operation and status. */
  check(method: string, path: string, answer: Answer<unknown>): void {
    const template = this.templateOf(path.split('?')[0] ?? path, method);
    if (!template) return;
    const described = this.document.paths[template]?.[method.toLowerCase()]?.responses[answer.status];
    if (described && !described.content && answer.body === null) return;
    if (!described?.content?.['application/json']?.schema) throw new Error(`${method} ${template} answered ${answer.status}, which /openapi.json does not describe: ${JSON.stringify(answer.body)}`);
    const pointer = `openapi#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${answer.status}/content/application~1json/schema`;
    const validate = this.ajv.getSchema(pointer) ?? this.ajv.compile({ $ref: pointer });
    if (!validate(answer.body)) throw new Error(`${method} ${template} ${answer.status} differs from /openapi.json: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(answer.body)}`);
  }

  private templateOf(path: string, method: string): string | undefined {
    const templates = Object.keys(this.document.paths).filter((template) => this.document.paths[template]?.[method.toLowerCase()]);
    const fits = (template: string) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
    return templates.find((template) => template === path) ?? templates.find(fits);
  }
}

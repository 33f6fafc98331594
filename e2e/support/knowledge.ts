import { Api } from './api';
import { Harbour } from './harbour';
import type { Suite } from './suite';

export const KC = '/v1/organizations/org_default/knowledge/connectors';
export const MASK = '**********';

/** A running suite and a server outside that it can be connected to. */
export class Knowledge implements AsyncDisposable {
  private constructor(
    readonly suite: Suite,
    readonly api: Api,
    readonly harbour: Harbour,
    readonly workspaceId: string,
  ) {}

  static async open(suite: Suite): Promise<Knowledge> {
    const api = await Api.open(suite.urls, suite.apiKey);
    const { body } = await api.call<{ data: { workspace_id: string }[] }>('GET', `${KC}/workspaces`);
    return new Knowledge(suite, api, await Harbour.start(), body.data[0]?.workspace_id ?? '');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.harbour[Symbol.asyncDispose]();
  }

  /** A configuration of `def_http_api` that reads the ships. */
  reading(changes: object = {}) {
    const { origin, token } = this.harbour;
    const streams = [{ name: 'ships', path: '/ships', primary_key: ['id'], cursor_field: 'id', cursor_parameter: 'after' }];
    return { url_base: origin, authenticator: { type: 'BearerAuthenticator', api_token: token }, streams, ...changes };
  }

  /** A configuration of `ddef_http` that writes to the harbour. */
  writing(changes: object = {}) {
    const { origin, token } = this.harbour;
    return { url: `${origin}/upsert`, authenticator: { type: 'BearerAuthenticator', api_token: token }, organization_id: 'org_xyz789', ...changes };
  }

  async source(configuration: object = this.reading()): Promise<string> {
    const { status, body } = await this.post('/sources', { name: 'Harbour', source_definition_id: 'def_http_api', workspace_id: this.workspaceId, configuration });
    if (status !== 201) throw new Error(`No source was made: ${JSON.stringify(body)}`);
    return String(body.source_id);
  }

  async destination(configuration: object = this.writing()): Promise<string> {
    const { status, body } = await this.post('/destinations', { name: 'Warehouse', destination_definition_id: 'ddef_http', workspace_id: this.workspaceId, configuration });
    if (status !== 201) throw new Error(`No destination was made: ${JSON.stringify(body)}`);
    return String(body.destination_id);
  }

  post<T = Record<string, unknown>>(path: string, body?: object) {
    return this.api.call<T>('POST', `${KC}${path}`, body);
  }
}

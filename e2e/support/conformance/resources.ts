import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/server';
import { PIXEL } from './samples';

/** What can be read, and the template. */
export function registerResources(server: McpServer): void {
  const plain = (name: string, uri: string, words: string) =>
    server.registerResource(name, uri, { description: words, mimeType: 'text/plain' }, () => ({ contents: [{ uri, mimeType: 'text/plain', text: words }] }));
  plain('static-text', 'test://static-text', 'This is the content of the static text resource.');
  plain('watched-resource', 'test://watched-resource', 'What can be watched.');
  server.registerResource('static-binary', 'test://static-binary', { description: 'A pixel.', mimeType: 'image/png' }, ({ href }) => ({ contents: [{ uri: href, mimeType: 'image/png', blob: PIXEL }] }));
  server.registerResource('template', new ResourceTemplate('test://template/{id}/data', { list: undefined }), { description: 'By number.', mimeType: 'application/json' }, ({ href }, { id }) => ({
    contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }) }],
  }));
}

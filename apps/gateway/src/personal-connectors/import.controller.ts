import { Controller } from '@nestjs/common';
import { ImportConnectorsBody, ImportReply, importConnectors } from '@moorage/contracts';
import { ContractClient } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsCaller, Input, type Call } from '../operation/parameters';
import { importFaultsOf } from './import-faults-of';
import { SealDocument } from './seal-document';

@Controller()
export class ImportController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealDocument,
  ) {}

  @Operation({
    id: 'importPersonalConnectors',
    method: 'POST',
    path: '/v1/personal-connectors/import',
    tag: 'Personal connectors',
    access: { scopes: ['personal:write'] },
    summary: 'Import connectors',
    description:
      'Takes the file of an MCP client (`mcpServers` of Claude, Cursor, Windsurf, Cline; `mcp.json` of VS Code), a `server.json`, or the address of an MCP registry, and makes a definition of each server.\n\n' +
      'Secrets never become part of a definition: those found in headers, variables, arguments and addresses become the credentials of a configuration of yours. A definition shows `{apiKey}` where its only secret stood. ' +
      'What differs from machine to machine (`${workspaceFolder}`) and what the editor would ask for (`${input:…}`) becomes a setting or a credential, and `needs` says so. ' +
      '`npx mcp-remote <address>` becomes the server at that address. Servers that run a command need the role admin; others are imported all the same.\n\n' +
      'A server that cannot be imported spoils no other: `skipped` says why and what to do. What is there already, under the same name and with the same address or command, is left alone, so the same import can be repeated. ' +
      'When a registry fails on a later page, what was read before is imported, and `registry.failure` says why there is not more.',
    message: importConnectors,
    input: ImportConnectorsBody,
    faults: importFaultsOf,
  })
  import(@Input() body: ImportConnectorsBody, @AsCaller() call: Call): Promise<ImportReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(importConnectors, message, call));
  }
}

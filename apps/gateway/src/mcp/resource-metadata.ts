import { Field } from '@moorage/contracts';

/** How to get access to an MCP endpoint, as RFC 9728 writes it. */
export class ResourceMetadata {
  @Field.string({ doc: 'Address of the MCP endpoint.', example: 'https://moorage.example.com/v1/personal-connectors/mcp' })
  resource!: string;

  @Field.strings({ doc: 'Issuer of the access tokens that are accepted; absent where only API keys are.', example: ['https://login.example.com/'], optional: true })
  authorization_servers?: string[];

  @Field.strings({ doc: 'Where to send the token: in the header `Authorization`.', example: ['header'] })
  bearer_methods_supported!: string[];

  @Field.strings({ doc: 'The scope that is needed.', example: ['personal:call'] })
  scopes_supported!: string[];

  @Field.string({ doc: 'Name for people.', example: 'Moorage' })
  resource_name!: string;

  @Field.string({ doc: 'Documentation for people.', example: 'https://moorage.example.com/docs' })
  resource_documentation!: string;
}

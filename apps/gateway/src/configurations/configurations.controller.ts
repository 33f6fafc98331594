import { Controller } from '@nestjs/common';
import {
  AcceptToolsReply,
  AcceptToolsRequest,
  CallListReply,
  CallToolReply,
  CallToolRequest,
  CheckListReply,
  ConfigurationListReply,
  ConfigurationRef,
  ConfigurationReply,
  CreateConfigurationBody,
  DeletedConfigurationReply,
  ListCallsRequest,
  ListChecksRequest,
  ListConfigurationsRequest,
  ListToolsRequest,
  RefreshReply,
  TestReply,
  ToggleConfigurationRequest,
  ToolListReply,
  UpdateConfigurationBody,
  UsageReply,
  UsageRequest,
  acceptTools,
  callTool,
  createConfiguration,
  deleteConfiguration,
  getConfiguration,
  getUsage,
  listCalls,
  listChecks,
  listConfigurations,
  listTools,
  refreshTools,
  testConfiguration,
  toggleConfiguration,
  updateConfiguration,
} from '@moorage/contracts';
import { ContractClient, EncodedReply } from '@moorage/messaging';
import { Operation } from '../operation/operation';
import { AsCaller, Input, type Call } from '../operation/parameters';
import { credentialFaultsOf } from './credential-faults-of';
import { SealCredentials } from './seal-credentials';

const PATH = '/v1/personal-connectors/configurations';
const ONE = `${PATH}/{config_id}` as const;
const TAG = 'Configurations';
const READ = { scopes: ['personal:read'] } as const;
const WRITE = { scopes: ['personal:write'] } as const;
/** Makes something happen on the server. */
const CALL = { scopes: ['personal:call'] } as const;
/** Reaches out to the server, changes no setting: good for whoever sets up and for whoever uses. */
const REACH = { scopes: ['personal:write', 'personal:call'] } as const;

@Controller()
export class ConfigurationsController {
  constructor(
    private readonly bus: ContractClient,
    private readonly sealed: SealCredentials,
  ) {}

  @Operation({
    id: 'createConfiguration',
    method: 'POST',
    path: PATH,
    tag: TAG,
    access: WRITE,
    status: 201,
    summary: 'Create a configuration',
    description: 'Connects an account of yours to a connector. Credentials are encrypted at rest and never returned, in no form. With `?test=true` it is tested before the answer; a failed test does not undo the creation.',
    message: createConfiguration,
    input: CreateConfigurationBody,
    faults: credentialFaultsOf,
  })
  create(@Input() body: CreateConfigurationBody, @AsCaller() call: Call): Promise<ConfigurationReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(createConfiguration, message, call));
  }

  @Operation({ id: 'listConfigurations', method: 'GET', path: PATH, tag: TAG, access: READ, summary: 'List your configurations', description: 'Newest first.', message: listConfigurations })
  list(@Input() query: ListConfigurationsRequest, @AsCaller() call: Call): Promise<EncodedReply<ConfigurationListReply>> {
    return this.bus.relay(listConfigurations, query, call);
  }

  @Operation({ id: 'getConfiguration', method: 'GET', path: ONE, tag: TAG, access: READ, summary: 'Get a configuration', message: getConfiguration })
  get(@Input() ref: ConfigurationRef, @AsCaller() call: Call): Promise<EncodedReply<ConfigurationReply>> {
    return this.bus.relay(getConfiguration, ref, call);
  }

  @Operation({
    id: 'updateConfiguration',
    method: 'PATCH',
    path: ONE,
    tag: TAG,
    access: WRITE,
    summary: 'Change a configuration',
    description: '`configuration` and `metadata` are merged, null removes a key; `credentials` and `tools` are replaced, and `tools: null` lets assistants use all again. New settings or credentials set `healthStatus` to `unknown`.',
    message: updateConfiguration,
    input: UpdateConfigurationBody,
    faults: credentialFaultsOf,
  })
  update(@Input() body: UpdateConfigurationBody, @AsCaller() call: Call): Promise<ConfigurationReply> {
    return this.sealed.run(body, call, (message) => this.bus.call(updateConfiguration, message, call));
  }

  @Operation({ id: 'deleteConfiguration', method: 'DELETE', path: ONE, tag: TAG, access: WRITE, summary: 'Delete a configuration', description: 'Erases its credentials, cached tools and history, too.', message: deleteConfiguration })
  delete(@Input() ref: ConfigurationRef, @AsCaller() call: Call): Promise<DeletedConfigurationReply> {
    return this.bus.call(deleteConfiguration, ref, call);
  }

  @Operation({ id: 'toggleConfiguration', method: 'POST', path: `${ONE}/toggle`, tag: TAG, access: WRITE, summary: 'Switch a configuration on or off', description: 'Off drops its cached tools; tools and refresh are refused until it is on again.', message: toggleConfiguration })
  toggle(@Input() body: ToggleConfigurationRequest, @AsCaller() call: Call): Promise<ConfigurationReply> {
    return this.bus.call(toggleConfiguration, body, call);
  }

  @Operation({
    id: 'testConfiguration',
    method: 'POST',
    path: `${ONE}/test`,
    tag: TAG,
    access: REACH,
    summary: 'Test a configuration',
    description: 'Connects to the MCP server, authenticates, and reads its identity and tool list; executes no tool. A failed test is a result, not an error: it answers 200 with `unhealthy` and says in `details.failure` what to do.',
    message: testConfiguration,
  })
  test(@Input() ref: ConfigurationRef, @AsCaller() call: Call): Promise<TestReply> {
    return this.bus.call(testConfiguration, ref, call);
  }

  @Operation({
    id: 'refreshTools',
    method: 'POST',
    path: `${ONE}/refresh`,
    tag: TAG,
    access: REACH,
    summary: 'Refresh the cached tools',
    description: 'Forgets the cached tool definitions, fetches them anew and says what has changed. `changedTools` have the same name and another definition: read them before you trust them. Where `tools.onChange` is `hold`, `heldTools` cannot be called until you accept them.',
    message: refreshTools,
  })
  refresh(@Input() ref: ConfigurationRef, @AsCaller() call: Call): Promise<RefreshReply> {
    return this.bus.call(refreshTools, ref, call);
  }

  @Operation({ id: 'listTools', method: 'GET', path: `${ONE}/tools`, tag: TAG, access: { scopes: ['personal:read', 'personal:call'] }, summary: 'List the tools', description: 'The cached definitions; fetched first when there are none or they are stale. All of them: `allowed: false` marks those that `tools` of the configuration keeps from assistants, `held: true` those that wait to be accepted.', message: listTools })
  tools(@Input() query: ListToolsRequest, @AsCaller() call: Call): Promise<EncodedReply<ToolListReply>> {
    return this.bus.relay(listTools, query, call);
  }

  @Operation({
    id: 'callTool',
    method: 'POST',
    path: `${ONE}/tools/{tool_name}/call`,
    tag: TAG,
    access: CALL,
    summary: 'Call a tool',
    description: 'Answers the MCP result, also one that says it is an error (`isError`). Arguments that do not fit the `inputSchema` are refused before they leave. The server gets a session for this call alone; what has to remember more than one call belongs into an assistant session.',
    message: callTool,
  })
  call(@Input() request: CallToolRequest, @AsCaller() call: Call): Promise<EncodedReply<CallToolReply>> {
    return this.bus.relay(callTool, request, call);
  }

  @Operation({ id: 'listChecks', method: 'GET', path: `${ONE}/checks`, tag: TAG, access: READ, summary: 'List past tests and refreshes', description: 'Newest first.', message: listChecks })
  checks(@Input() query: ListChecksRequest, @AsCaller() call: Call): Promise<CheckListReply> {
    return this.bus.call(listChecks, query, call);
  }

  @Operation({
    id: 'acceptTools',
    method: 'POST',
    path: `${ONE}/tools/accept`,
    tag: TAG,
    access: WRITE,
    summary: 'Accept changed tools',
    description: 'Where `tools.onChange` is `hold`, a tool whose definition has changed cannot be called until you accept the new one. Accepts what GET …/tools shows at present; read that first.',
    message: acceptTools,
  })
  accept(@Input() body: AcceptToolsRequest, @AsCaller() call: Call): Promise<AcceptToolsReply> {
    return this.bus.call(acceptTools, body, call);
  }

  @Operation({
    id: 'getUsage',
    method: 'GET',
    path: `${ONE}/usage`,
    tag: TAG,
    access: READ,
    summary: 'Count the tool calls',
    description: 'Of the last 30 days unless a period is given, which may have 400 days. A call is counted a second after it ended.',
    message: getUsage,
  })
  usage(@Input() query: UsageRequest, @AsCaller() call: Call): Promise<EncodedReply<UsageReply>> {
    return this.bus.relay(getUsage, query, call);
  }

  @Operation({ id: 'listCalls', method: 'GET', path: `${ONE}/calls`, tag: TAG, access: READ, summary: 'List the tool calls', description: 'Newest first. Holds neither arguments nor results.', message: listCalls })
  calls(@Input() query: ListCallsRequest, @AsCaller() call: Call): Promise<EncodedReply<CallListReply>> {
    return this.bus.relay(listCalls, query, call);
  }
}

// The public surface of the contracts, by name. Nothing inside the library imports this file.
export { defineBroadcast, defineRequest, serviceOf, type BroadcastDefinition, type RequestDefinition } from './define-message';
export { Field, fieldsOf, type FieldRecord, type MessageClass } from './field';
export { instantText } from './instant';
export {
  KnowledgePage,
  SourceDefinitionListReply,
  SourceDefinitionReply,
  listSourceDefinitions,
} from './knowledge-definitions.messages';
export {
  ConfigurationListReply,
  ConfigurationRef,
  ConfigurationReply,
  CreateConfigurationBody,
  CreateConfigurationRequest,
  CredentialsBody,
  DeletedConfigurationReply,
  ListConfigurationsRequest,
  NewConfigurationFields,
  OwnedConfigurationsReply,
  OwnedConfigurationsRequest,
  ToggleConfigurationRequest,
  UpdateConfigurationBody,
  UpdateConfigurationFields,
  UpdateConfigurationRequest,
  createConfiguration,
  deleteConfiguration,
  getConfiguration,
  listConfigurations,
  ownedConfigurations,
  toggleConfiguration,
  updateConfiguration,
} from './personal-configurations.messages';
export {
  ConnectorFields,
  ConnectorListReply,
  ConnectorRef,
  ConnectorReply,
  CreateConnectorRequest,
  DeletedConnectorReply,
  ListConnectorsRequest,
  UpdateConnectorRequest,
  createConnector,
  deleteConnector,
  getConnector,
  listConnectors,
  updateConnector,
} from './personal-connectors.messages';
export {
  ImportConnectorsBody,
  ImportConnectorsRequest,
  ImportOptions,
  ImportReply,
  importConnectors,
} from './personal-import.messages';
export {
  CheckListReply,
  CheckReply,
  FailureReply,
  ListChecksRequest,
  ListToolsRequest,
  RefreshDetails,
  RefreshReply,
  TestDetails,
  TestReply,
  TimingsReply,
  ToolListReply,
  ToolReply,
  ToolsChangedEvent,
  listChecks,
  listTools,
  refreshTools,
  testConfiguration,
  toolsChanged,
} from './personal-tools.messages';
export {
  ApiKeyRevokedEvent,
  Nothing,
  ServiceHealthReply,
  TransitKeysReply,
  apiKeyRevoked,
  knowledgeHealth,
  personalHealth,
  personalTransitKeys,
} from './service.messages';
export { readEnvironment } from './read-environment';
export { MESSAGE_REGISTRY } from './registry';
export { fieldSchema, objectSchema, schemaOf, type SchemaBook } from './schema-of';
export { messageFaults, validateMessage } from './validate-message';

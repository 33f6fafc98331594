// The public surface of the contracts, by name. Nothing inside the library imports this file.
export { defineBroadcast, defineRequest, serviceOf, type BroadcastDefinition, type EventOf, type ReplyOf, type RequestDefinition, type RequestOf } from './define-message';
export { Field, fieldsOf, type FieldPlace, type FieldRecord, type MessageClass } from './field';
export { instantText } from './instant';
export {
  KnowledgePage,
  SourceDefinitionListReply,
  SourceDefinitionReply,
  listSourceDefinitions,
} from './knowledge-definitions.messages';
export {
  CheckListReply,
  CheckReply,
  ConfigurationListReply,
  ConfigurationRef,
  ConfigurationReply,
  CreateConfigurationBody,
  CreateConfigurationRequest,
  CredentialsBody,
  DeletedConfigurationReply,
  FailureReply,
  ListChecksRequest,
  ListConfigurationsRequest,
  ListToolsRequest,
  NewConfigurationFields,
  OwnedByKeyReply,
  OwnedByKeyRequest,
  RefreshDetails,
  RefreshReply,
  TestDetails,
  TestReply,
  TimingsReply,
  ToggleConfigurationRequest,
  ToolListReply,
  ToolReply,
  ToolsChangedEvent,
  UpdateConfigurationBody,
  UpdateConfigurationFields,
  UpdateConfigurationRequest,
  createConfiguration,
  deleteConfiguration,
  getConfiguration,
  listChecks,
  listConfigurations,
  listTools,
  ownedByKey,
  refreshTools,
  testConfiguration,
  toggleConfiguration,
  toolsChanged,
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

// Runtimes of knowledge connectors, by name. Nothing inside the library imports this file.
export { RoutedConnectorRuntime } from './connector-runtime.routed';
export { FileRoots } from './files/file-roots';
export { NativeConnectorRuntime, type NativeCatalogue } from './native/connector-runtime.native';
export type { Reach } from './native/reach';
export { ProcessConnectorRuntime, type ProcessConnectorLimits } from './process/connector-runtime.process';

// Runtimes of knowledge connectors, by name. Nothing inside the library imports this file.
export { FileRoots } from './files/file-roots';
export { NativeConnectorRuntime, type NativeCatalogue } from './native/connector-runtime.native';
export type { Reach } from './native/reach';

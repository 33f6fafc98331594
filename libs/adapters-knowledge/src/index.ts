// Runtimes of knowledge connectors, by name. Nothing inside the library imports this file.
export { FileRoots } from './files/file-roots';
export { NativeRuntime, type NativeCatalogue } from './native/native-runtime';
export type { Reach } from './native/reach';

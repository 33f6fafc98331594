export interface ConnectorFiles {
  id: string;
  folder: string;
  files: Record<string, string>;
  excuses: Record<string, string>;
}

export interface ConnectorCases {
  id: string;
  folder: string;
  cells: { title: string; tests: { title: string; promise: string; file: string }[]; excuse?: string }[];
  faults: string[];
}

export const CASES: readonly string[];
export function casesOf(connector: ConnectorFiles): ConnectorCases;
export function connectorsIn(root: string, load: (folder: string) => { notApplicable: Record<string, string> }): ConnectorFiles[];

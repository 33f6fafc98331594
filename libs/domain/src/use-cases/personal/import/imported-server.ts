import type { ConnectorStatus, ServerType } from '../../../model/connector';
import { MoorageError } from '../../../errors/moorage-error';
import type { Secret } from '../../../model/secret';

/** A part of a text that a definition cannot hold: a secret, or what differs from one person to the next. */
export interface Blank {
  /** What the document calls it, or where it stands in it. */
  name: string;
  /** Undefined until the place where it stands decides. */
  secret?: boolean;
  /** Absent where the document only says that something belongs here. */
  value?: Secret;
  /** The server also works without it. */
  optional?: boolean;
  description?: string;
  choices?: string[];
}

/** Text with blanks in it. */
export type Text = readonly (string | Blank)[];

/** One server of a document, whatever the form of the document was. Values that may be secret are still anywhere in it. */
export interface ImportedServer {
  name: string;
  description?: string;
  version?: string;
  iconUrl?: string;
  status?: ConnectorStatus;
  serverType: ServerType;
  url?: Text;
  command?: string;
  args: Text[];
  env: Record<string, Text>;
  headers: Record<string, Text>;
  /** From the file of a client: someone uses it, rather than offering it. */
  inUse: boolean;
  enabled: boolean;
  /** Some of its environment stands in another file. */
  envElsewhere?: boolean;
  warnings: string[];
}

export function isBlank(part: string | Blank): part is Blank {
  return typeof part !== 'string';
}

export function blanksOf(text: Text): Blank[] {
  return text.filter(isBlank);
}

/** The server with every text changed. */
export function eachText(server: ImportedServer, change: (text: Text, place: string) => Text): ImportedServer {
  const inRecord = (record: Record<string, Text>) => Object.fromEntries(Object.entries(record).map(([name, text]) => [name, change(text, name)]));
  return {
    ...server,
    ...(server.url && { url: change(server.url, 'address') }),
    args: server.args.map((text, index) => change(text, `argument_${index + 1}`)),
    env: inRecord(server.env),
    headers: inRecord(server.headers),
  };
}

/** Why a server cannot be imported. The reason names places of the document and never a value. */
export function unusable(reason: string): MoorageError {
  return new MoorageError('UNPROCESSABLE', { message: reason });
}

/** A name from a document, fit to be shown: one line, not too long. */
export function shownName(name: string): string {
  // Control characters are exactly what must go
  const line = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

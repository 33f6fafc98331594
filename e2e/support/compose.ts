import { parse } from 'yaml';

/** What of a compose file our own uses and looks at. */
export interface ComposeService {
  image?: string;
  build?: { context: string; target: string };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  command?: string[];
  restart?: string;
  security_opt?: string[];
  container_name?: string;
}

export interface Compose {
  services: Record<string, ComposeService>;
}

/** The file as compose reads it: anchors followed, variables filled into every text. Throws, as compose does, when a variable that must be given is not. */
export function readCompose(text: string, variables: Record<string, string>): Compose {
  const fill = (_key: unknown, value: unknown) => (typeof value === 'string' ? filledIn(value, variables) : value);
  return JSON.parse(JSON.stringify(parse(text, { merge: true }), fill)) as Compose;
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}`: an empty value counts as none. */
function filledIn(text: string, variables: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, how: string | undefined, rest: string) => {
    const value = variables[name] ?? '';
    if (value === '' && how === '?') throw new Error(`${name} ${rest}`);
    return value === '' && how === '-' ? rest : value;
  });
}

/** Names of the variables that must be given. */
export function requiredOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? ''))].sort();
}

import type { McpTarget } from '@moorage/domain';

/** What a target holds that is not for logs. */
export function secretsOf({ url, headers, command }: McpTarget): string[] {
  return [...(url ? [url] : []), ...Object.values(headers), ...(command?.credentials ?? [])].map((secret) => secret.reveal());
}

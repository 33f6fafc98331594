import type { WebConfiguration } from './configuration';

/** Which addresses are wanted. Matching takes time that grows with pattern times address and no faster, whatever somebody enters. */
export class AddressFilter {
  constructor(private readonly configuration: Pick<WebConfiguration, 'include_patterns' | 'exclude_patterns'>) {}

  wants(url: URL): boolean {
    const { include_patterns: wanted = [], exclude_patterns: unwanted = [] } = this.configuration;
    const fits = (pattern: string) => matches(pattern, url.href);
    return (wanted.length === 0 || wanted.some(fits)) && !unwanted.some(fits);
  }
}

/** Each part between stars is searched for behind the one before; the first and the last have their places. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

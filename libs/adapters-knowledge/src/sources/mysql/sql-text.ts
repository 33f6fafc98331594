/** A name as statements have it. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text as statements have it, whatever the server's mode makes of quotes and backslashes. */
export function textLiteral(text: string): string {
  return `_utf8mb4 X'${Buffer.from(text).toString('hex')}'`;
}

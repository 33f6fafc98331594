/** A subject without empty tokens. Wildcards are not looked at: to a publisher they are ordinary text. */
export function isPublishable(subject: string): boolean {
  return subject !== '' && !subject.startsWith('.') && !subject.endsWith('.') && !subject.includes('..');
}

/** A subject that may be subscribed to: `*` stands for one token, `>` for all that remain and therefore only at the end. */
export function isSubscribable(subject: string): boolean {
  const tail = subject.indexOf('>');
  const tailInside = tail >= 0 && subject.split('.').slice(0, -1).includes('>');
  return isPublishable(subject) && !tailInside;
}

/** A subject without wildcards. */
export function isLiteral(subject: string): boolean {
  return !subject.split('.').some((token) => token === '*' || token === '>');
}

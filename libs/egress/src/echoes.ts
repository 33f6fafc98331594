const SHORTEST = 6;

/**
 * Whether a word of a server repeats a part of what was sent to it in confidence. Asked before such a word is shown to anyone.
 * Parts shorter than six characters are too common to be told apart.
 */
export function echoes(word: string, confidential: string[]): boolean {
  const told = word.toLowerCase();
  return confidential.some((text) => {
    const parts = text.toLowerCase().split(/[\s/?&=:@,;]+/).filter((part) => part.length >= SHORTEST);
    return parts.some((part) => told.includes(part) || (told.length >= SHORTEST && part.includes(told)));
  });
}

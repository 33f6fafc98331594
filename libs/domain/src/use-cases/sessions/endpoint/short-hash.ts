const START = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const ALL_BITS = 0xffffffffffffffffn;

/** A few letters and digits that tell texts apart for readers. It protects nothing: whoever wants two texts with the same one finds them. */
export function shortHash(text: string, length: number): string {
  let hash = START;
  for (let at = 0; at < text.length; at += 1) hash = ((hash ^ BigInt(text.charCodeAt(at))) * PRIME) & ALL_BITS;
  // The low digits of FNV-1a follow the last character too closely.
  const mixed = (((hash ^ (hash >> 29n)) * 0xbf58476d1ce4e5b9n) & ALL_BITS) >> 8n;
  return mixed.toString(36).padStart(length, '0').slice(-length);
}

import { Secret } from '../../../model/secret';
import { eachText, isBlank, type Blank, type ImportedServer, type Text } from './imported-server';
import { looksSecret, namesSecret } from './secret-signs';

const BRACES = /\{([^{}]*)\}/;
const NAME = /^[A-Za-z_][\w.-]*$/;

/**
 * Braces in a text would be taken for a place of a template. In an address they are one, which has no value yet, and so is `{name}` in a
 * person's own file; any other text with braces (JSON, say) becomes a setting that has this text for its value.
 */
export function bracesToBlanks(server: ImportedServer): ImportedServer {
  return eachText(server, (text, place) => text.flatMap((part): Text => {
    if (isBlank(part) || !BRACES.test(part)) return [part];
    const pieces = part.split(BRACES);
    const named = pieces.filter((_, index) => index % 2 === 1).every((piece) => NAME.test(piece));
    return place === 'address' || (named && server.inUse) ? pieces.map((piece, index) => (index % 2 === 0 ? piece : { name: piece })) : [wholeText(place, part)];
  }));
}

function wholeText(place: string, text: string): Blank {
  const suspicious = text.split(/[^\w\-+=.~]+/).some((word) => looksSecret(word) || namesSecret(word));
  return { name: place, ...(suspicious && { secret: true }), value: Secret.of(text) };
}

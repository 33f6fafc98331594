import type { FieldFault } from '@moorage/domain';

/** Fields that say something of one of the two ways only. */
const OF_A_REGISTRY = ['search', 'limit'];
const OF_A_DOCUMENT = ['format'];

/** Faults of an import as a whole: it needs a document or a registry, one of them, and what belongs to the other is refused. */
export function importFaultsOf(body: Record<string, unknown>): FieldFault[] {
  const given = (name: string) => body[name] !== undefined && body[name] !== null;
  const [document, registry] = [given('document'), given('registryUrl')];
  if (document && registry) return [fault('registryUrl', 'must be left out when there is a document', 'exclusive')];
  if (!document && !registry) return [fault('document', 'is required, unless there is a registryUrl; the file goes into it: {"document": …}', 'required')];
  const stray = (document ? OF_A_REGISTRY : OF_A_DOCUMENT).filter(given);
  return stray.map((name) => fault(name, `only makes sense with a ${document ? 'registryUrl' : 'document'}`, 'exclusive'));
}

function fault(field: string, statement: string, rule: string): FieldFault {
  return { field, message: `${field} ${statement}`, rule };
}

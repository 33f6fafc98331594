import type { ImportReply } from '@moorage/contracts';
import type { ImportReport } from '@moorage/domain';

/** An import as callers see it: what is empty is left out. */
export function importReply({ created, ...report }: ImportReport): ImportReply {
  return {
    object: 'import',
    ...report,
    created: created.map(({ needs, warnings, ...rest }) => ({ ...rest, ...(needs.length > 0 && { needs }), ...(warnings.length > 0 && { warnings }) })),
  };
}

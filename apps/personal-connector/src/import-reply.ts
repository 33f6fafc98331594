import type { ImportReply } from '@moorage/contracts';
import type { ImportReport } from '@moorage/domain';

/** An import as callers see it: what is empty is left out. */
export function importReply(report: ImportReport): ImportReply {
  return {
    object: 'import',
    ...report,
    created: report.created.map(({ needs, warnings, ...rest }) => ({ ...rest, ...(needs.length > 0 && { needs }), ...(warnings.length > 0 && { warnings }) })),
  };
}

import { MoorageError } from '../../../errors/moorage-error';
import type { RpcRequest } from '../../../model/sessions/rpc';

/** A param of a request that has to be text. */
export function textParam({ method, params }: RpcRequest, name: string): string {
  const value = params?.[name];
  if (typeof value === 'string') return value;
  throw MoorageError.invalid('VALIDATION_ERROR', [{ field: `params.${name}`, message: `params.${name} of ${method} must be text`, rule: 'string' }]);
}

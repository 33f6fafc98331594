import type { JsonObject } from '../../../model/json';
import { SECRET_MASK, type KeptConfiguration } from '../../../model/knowledge/actor';
import { replacedAt } from './replaced-at';

/** A configuration as people may see it. */
export function masked({ configuration, secrets }: KeptConfiguration): JsonObject {
  return replacedAt(configuration, secrets, () => SECRET_MASK);
}

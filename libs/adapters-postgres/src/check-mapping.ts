import type { Check } from '@moorage/domain';
import { nothingLeft, present, type Mapping } from './mapping';
import type { CheckRow } from './rows/personal-rows';

export const checkMapping: Mapping<CheckRow, Check> = {
  toRow(check) {
    const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure, ...rest } = check;
    nothingLeft(rest);
    const optional = { toolCount: toolCount ?? null, protocolVersion: protocolVersion ?? null, serverVersion: serverVersion ?? null, failure: failure ?? null };
    return { id, configurationId, kind, at, status, responseTimeMs, timings, ...optional };
  },
  fromRow(row) {
    const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure, ...rest } = row;
    nothingLeft(rest);
    return { id, configurationId, kind, at, status, responseTimeMs, timings, ...present({ toolCount, protocolVersion, serverVersion, failure }) };
  },
};

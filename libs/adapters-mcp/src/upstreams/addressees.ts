import { isPlainObject, isResponse, type JsonObject, type RpcId, type RpcMessage } from '@moorage/domain';
import type { OpenExchange } from './open-exchange';

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

type Key = string | number;

/** Finds out which of the exchanges on one channel a message of the server belongs to. */
export class Addressees {
  readonly #byId = new Map<RpcId, OpenExchange>();
  readonly #byToken = new Map<Key, OpenExchange>();

  add(open: OpenExchange): void {
    if (open.id !== undefined) this.#byId.set(open.id, open);
    const token = progressTokenOf(open.message);
    if (token !== undefined) this.#byToken.set(token, open);
  }

  remove(open: OpenExchange): void {
    if (open.id !== undefined && this.#byId.get(open.id) === open) this.#byId.delete(open.id);
    const token = progressTokenOf(open.message);
    if (token !== undefined && this.#byToken.get(token) === open) this.#byToken.delete(token);
  }

  /** The one request that is under way, where there is just one. */
  only(): OpenExchange | undefined {
    if (this.#byId.size !== 1) return undefined;
    const [only] = this.#byId.values();
    return only;
  }

  /** Only what the message itself tells counts; `undefined` when it tells nothing, or of nobody here. */
  of(message: RpcMessage): OpenExchange | undefined {
    if (isResponse(message)) return this.#byId.get(message.id);
    const params = paramsOf(message);
    const subscription = metaOf(params)[SUBSCRIPTION];
    if (isKey(subscription)) return this.#byId.get(subscription);
    const { progressToken } = params;
    return message['method'] === 'notifications/progress' && isKey(progressToken) ? this.#byToken.get(progressToken) : undefined;
  }
}

function progressTokenOf(message: RpcMessage): Key | undefined {
  const { progressToken } = metaOf(paramsOf(message));
  return isKey(progressToken) ? progressToken : undefined;
}

function paramsOf({ params }: RpcMessage): JsonObject {
  return isPlainObject(params) ? (params as JsonObject) : {};
}

function metaOf({ _meta }: JsonObject): JsonObject {
  return isPlainObject(_meta) ? (_meta as JsonObject) : {};
}

function isKey(value: unknown): value is Key {
  return typeof value === 'string' || typeof value === 'number';
}

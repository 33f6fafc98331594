import type { RpcNotification } from '../../../model/sessions/rpc';
import type { Asked, Chat } from '../chat';
import type { Link } from '../servers/link';

/** What an endpoint does with what its client says: for the one server of a configuration, or for all of a person's together. */
export interface Front {
  /** Answers a request, and ends its flow. */
  answer(asked: Asked): Promise<void>;

  /** Hands on what a client says without wanting an answer. Never rejects. */
  hear(chat: Chat, notification: RpcNotification): Promise<void>;

  /** Hands on what a server says by itself. */
  notice(chat: Chat, link: Link, notification: RpcNotification): RpcNotification;

  /** Says again to a server what it is to know of this chat. */
  restore(chat: Chat, link: Link): Promise<void>;

  /** Whether a configuration is among those that this chat was last served from, or may have been. */
  concerns(chat: Chat, configurationId: string): boolean;

  /** Opens what a client who listens wants to hear of. */
  attend(chat: Chat): Promise<Link[]>;
}

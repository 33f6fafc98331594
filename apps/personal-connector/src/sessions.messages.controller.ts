import { Controller } from '@nestjs/common';
import { exchangeMessages, sessionTaken, toolsChanged, type ExchangeFrame, type ExchangeRequest, type SessionTakenEvent, type ToolsChangedEvent } from '@moorage/contracts';
import { ExchangeMessages, HearChanges, LiveSessions } from '@moorage/domain';
import { Hears, requireCaller, Streams, type MessageContext } from '@moorage/messaging';
import { exchangeOf, framesOf } from './session-frames';

/** What MCP clients say to the endpoints of their owners, and what every instance has to hear for that. */
@Controller()
export class SessionsMessagesController {
  constructor(
    private readonly exchanging: ExchangeMessages,
    private readonly sessions: LiveSessions,
    private readonly changes: HearChanges,
  ) {}

  @Streams(exchangeMessages)
  exchange(request: ExchangeRequest, context: MessageContext): AsyncIterable<ExchangeFrame> {
    return framesOf(this.exchanging.run(requireCaller(context), exchangeOf(request), context));
  }

  @Hears(sessionTaken)
  taken({ sessionId, instance }: SessionTakenEvent): void {
    this.sessions.letGo(sessionId, instance);
  }

  @Hears(toolsChanged)
  changed(event: ToolsChangedEvent): void {
    this.changes.run(event);
  }
}

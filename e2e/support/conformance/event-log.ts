import type { EventStore } from '@modelcontextprotocol/server';

interface Logged {
  stream: string;
  message: Parameters<EventStore['storeEvent']>[1];
}

/** What a session has said so far, so that a stream can be taken up again where it broke off. The id of an event is its place in the log. */
export class EventLog implements EventStore {
  private readonly logged: Logged[] = [];

  storeEvent(stream: string, message: Logged['message']): Promise<string> {
    return Promise.resolve(String(this.logged.push({ stream, message }) - 1));
  }

  getStreamIdForEventId(id: string): Promise<string | undefined> {
    return Promise.resolve(this.logged[Number(id)]?.stream);
  }

  async replayEventsAfter(id: string, { send }: Parameters<EventStore['replayEventsAfter']>[1]): Promise<string> {
    const stream = this.logged[Number(id)]?.stream ?? '';
    for (const [index, event] of this.logged.entries()) {
      if (index > Number(id) && event.stream === stream && Object.keys(event.message).length > 0) await send(String(index), event.message);
    }
    return stream;
  }
}

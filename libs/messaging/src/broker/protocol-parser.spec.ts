import { randomFrom } from '../../test/random';
import { MAX_CONTROL_LINE, ProtocolParser, type ProtocolFault, type ProtocolListener, type Publication } from './protocol-parser';

/** Notes every call as one line of text. */
class Notes implements ProtocolListener {
  readonly lines: string[] = [];
  admits = true;

  onConnect(options: string): boolean {
    this.lines.push(`connect ${options}`);
    return this.admits;
  }

  onPing(): void {
    this.lines.push('ping');
  }

  onPublish({ subject, reply, headerSize, payload }: Publication): void {
    this.lines.push(`publish ${subject} ${reply} ${headerSize} ${payload.toString('latin1')}`);
  }

  onSubscribe(subject: string, queue: string, sid: string): void {
    this.lines.push(`subscribe ${subject} ${queue} ${sid}`);
  }

  onUnsubscribe(sid: string, max: number): void {
    this.lines.push(`unsubscribe ${sid} ${max}`);
  }

  onFault(fault: ProtocolFault): void {
    this.lines.push(`fault ${fault}`);
  }
}

const MAX_PAYLOAD = 1_000;
const CONVERSATION = [
  'CONNECT {"verbose":false}\r\n',
  'SUB a.b 1\r\nSUB a.* workers 2\r\n',
  'PUB a.b 5\r\nhello\r\n',
  'PUB a.b reply.to 12\r\nwith\r\nbreaks\r\n',
  'HPUB a.b reply.to 12 14\r\nNATS/1.0\r\n\r\nhi\r\n',
  'PUB empty 0\r\n\r\nPING\r\nPONG\r\nUNSUB 1 5\r\nunsub 2\n',
].join('');
const UNDERSTOOD = [
  'connect {"verbose":false}',
  'subscribe a.b  1',
  'subscribe a.* workers 2',
  'publish a.b  0 hello',
  'publish a.b reply.to 0 with\r\nbreaks',
  'publish a.b reply.to 12 NATS/1.0\r\n\r\nhi',
  'publish empty  0 ',
  'ping',
  'unsubscribe 1 5',
  'unsubscribe 2 0',
];

function hear(...chunks: (string | Buffer)[]): string[] {
  const notes = new Notes();
  const parser = new ProtocolParser(notes, MAX_PAYLOAD);
  for (const chunk of chunks) parser.feed(Buffer.from(chunk as string, 'latin1'));
  return notes.lines;
}

/** Cuts a text into pieces of random length. */
function cut(text: string, random: () => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + Math.floor(random() ** 3 * 40);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

describe('ProtocolParser', () => {
  it('understands a whole conversation in one piece', () => {
    expect(hear(CONVERSATION)).toEqual(UNDERSTOOD);
  });

  it('understands the same however the conversation is cut', () => {
    for (let seed = 1; seed <= 200; seed += 1) expect(hear(...cut(CONVERSATION, randomFrom(seed)))).toEqual(UNDERSTOOD);
    expect(hear(...CONVERSATION)).toEqual(UNDERSTOOD);
  });

  it('hears nothing from a client that was not admitted, not even what arrived with its CONNECT', () => {
    const notes = new Notes();
    notes.admits = false;
    const parser = new ProtocolParser(notes, MAX_PAYLOAD);
    parser.feed(Buffer.from('CONNECT {}\r\nPUB a 1\r\nx\r\n'));
    expect(notes.lines).toEqual(['connect {}']);
    parser.feed(Buffer.from('PUB a 1\r\nx\r\n'));
    expect(notes.lines).toEqual(['connect {}', 'fault Authorization Violation']);
  });

  it('hears nothing after a fault', () => {
    expect(hear('CONNECT {}\r\nNONSENSE\r\nPING\r\n', 'PING\r\n')).toEqual(['connect {}', 'fault Unknown Protocol Operation']);
  });

  it('refuses a payload over the limit before its first byte arrives', () => {
    expect(hear(`CONNECT {}\r\nPUB a ${MAX_PAYLOAD}\r\n`)).toEqual(['connect {}']);
    expect(hear(`CONNECT {}\r\nPUB a ${MAX_PAYLOAD + 1}\r\n`)).toEqual(['connect {}', 'fault Maximum Payload Violation']);
  });

  it('holds no more of an endless command than one control line', () => {
    expect(hear('CONNECT {}\r\n', ...Array<string>(MAX_CONTROL_LINE).fill('a'))).toEqual(['connect {}']);
    expect(hear('CONNECT {}\r\n', ...Array<string>(MAX_CONTROL_LINE + 1).fill('a'))).toEqual(['connect {}', 'fault maximum control line exceeded']);
  });

  it('survives noise: it never throws, and ends in at most one fault', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = randomFrom(seed);
      const noise = Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256)));
      const lines = hear('CONNECT {}\r\n', noise, noise);
      expect(lines.filter((line) => line.startsWith('fault')).length).toBeLessThanOrEqual(1);
    }
  });

  it('survives a conversation with wrong bytes in it: what is heard before the first is right, a fault is the last', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = randomFrom(seed);
      const place = 27 + Math.floor(random() * (CONVERSATION.length - 27));
      const wrong = String.fromCharCode(Math.floor(random() * 256));
      const lines = hear(...cut(CONVERSATION.slice(0, place) + wrong + CONVERSATION.slice(place + 1), random));
      const before = hear(CONVERSATION.slice(0, place)).slice(0, -1);
      expect(lines.slice(0, before.length)).toEqual(before);
      expect([-1, lines.length - 1]).toContain(lines.findIndex((line) => line.startsWith('fault')));
    }
  });
});

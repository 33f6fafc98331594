import { EventReader } from './event-reader';

function read(text: string, partBytes = text.length * 4): string[] {
  const seen: string[] = [];
  const reader = new EventReader((data, type) => seen.push(type === 'message' ? data : `${type}: ${data}`));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += partBytes) reader.push(bytes.subarray(at, at + partBytes));
  return seen;
}

describe('a stream of events', () => {
  it('gives the data of messages, however it is cut into parts', () => {
    const text = ': comment\n\nevent: message\ndata: {"a":"ü€"}\nid: 7\n\ndata:two\ndata: lines\n\nretry: 5\n\n';
    for (const size of [1, 2, 3, 7, 1_000]) expect(read(text, size)).toEqual(['{"a":"ü€"}', 'two\nlines']);
  });

  it('may end its lines the way Windows does', () => {
    expect(read('event: message\r\ndata: x\r\n\r\n')).toEqual(['x']);
  });

  it('gives nothing of events without data or without an end', () => {
    expect(read('event: message\n\ndata: unfinished')).toEqual([]);
  });

  it('tells the type of each event', () => {
    expect(read('event: ping\ndata: 1\n\ndata: 2\n\n')).toEqual(['ping: 1', '2']);
  });
});

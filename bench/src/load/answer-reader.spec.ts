import { AnswerReader } from './answer-reader';

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ndata: \r\n3\r\n{}\n\r\n0\r\n\r\n';
const COUNTED = 'HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone';
const EMPTY = 'HTTP/1.1 202 Accepted\r\n\r\n';

/** What was read when the text came in pieces of so many bytes. */
function readIn(size: number, text: string): string[] {
  const read: string[] = [];
  let body = '';
  const reader = new AnswerReader({
    onHead: (status) => void read.push(`${status}`),
    onText: (part) => void (body += part),
    onEnd: () => (read.push(body), (body = '')),
  });
  for (let at = 0; at < text.length; at += size) reader.feed(Buffer.from(text.slice(at, at + size), 'latin1'));
  return read;
}

it.each([1, 2, 3, 7, 1_000])('answers that follow each other are told apart, however they arrive: %i bytes at a time', (size) => {
  expect(readIn(size, CHUNKED + COUNTED + EMPTY + CHUNKED)).toEqual(['200', 'data: {}\n', '404', 'none', '202', '', '200', 'data: {}\n']);
});

it('an answer that is not complete has not ended', () => {
  expect(readIn(1_000, CHUNKED.slice(0, -1))).toEqual(['200']);
});

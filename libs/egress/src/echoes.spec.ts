import { echoes } from './echoes';

describe('a word of a server', () => {
  const confidential = ['Bearer Secret-Token', '/mcp/private-path', '?key=abcdef123'];

  it.each(['secret-token', 'SECRET-TOKEN.evil.test', 'x-private-path', 'abcdef123', 'cret-tok'])('echoes a credential: %s', (word) => {
    expect(echoes(word, confidential)).toBe(true);
  });

  it.each(['search', 'mcp', 'key', 'read_file', 'example.test', ''])('does not: %s', (word) => {
    expect(echoes(word, confidential)).toBe(false);
  });
});

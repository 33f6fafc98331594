import { RequestTimeoutError } from '@notionhq/client';
import { refusalOfNotion } from './refusal-of-notion';

const explained = (error: unknown) => refusalOfNotion(error, { what: 'pages' }, new URL('https://api.notion.com'), new Date());

describe('what the client of Notion rejects with', () => {
  it('is a server that does not answer, when it has waited long enough', () => {
    expect(explained(new RequestTimeoutError())).toMatchObject({ failure: { code: 'RESPONSE_TIMEOUT', indeterminate: true } });
  });

  it('stays what it is when it is nothing that Notion has said', () => {
    const mistake = new TypeError('a mistake of ours');
    expect(explained(mistake)).toBe(mistake);
  });
});

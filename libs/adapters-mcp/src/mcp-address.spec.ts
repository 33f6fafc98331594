import { Secret } from '@moorage/domain';
import { addressOf } from './mcp-address';

const of = (url: string, headers: Record<string, string> = {}) =>
  addressOf({ serverType: 'http', url: Secret.of(url), trustedAddress: false, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Secret.of(value)])) });

describe('the address of a server', () => {
  it('moves user and password into a header, unless there is one', () => {
    const address = of('https://us%40er:pa%3Ass@host.test/mcp#part');
    expect(address.url.href).toBe('https://host.test/mcp');
    expect(address.headers).toEqual({ authorization: `Basic ${Buffer.from('us@er:pa:ss').toString('base64')}` });
    expect(of('https://user:pass@host.test/', { Authorization: 'Bearer x' }).headers).toEqual({ authorization: 'Bearer x' });
  });

  it.each(['', 'host.test/mcp', 'ftp://host.test/', 'http://', 'http://a b/', 'javascript:alert(1)'])('is not "%s"', (url) => {
    expect(() => of(url)).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'ADDRESS_INVALID' }) as object }) as Error);
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'proxy-authorization', 'Accept', 'Content-Type', 'mcp-session-id', 'mcp-protocol-version', 'bad name', ''])('takes no header "%s"', (name) => {
    expect(() => of('http://host.test/', { [name]: 'x' })).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'HEADER_NOT_ALLOWED' }) as object }) as Error);
  });

  it.each(['a\nb', 'a\r\nx: y', 'a\u0000', 'zażółć'])('takes no header value like %p, and does not repeat it', (value) => {
    const failing = () => of('http://host.test/', { 'x-key': value });
    expect(failing).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code: 'CONFIGURATION_NOT_USABLE' }) as object }) as Error);
    expect(failing).not.toThrow(value);
  });

  it.each([
    ['http://host.test/', {}, false],
    ['http://host.test/?toolset=all', { 'accept-language': 'x', 'notion-version': '1' }, false],
    ['http://host.test/?api_key=x', {}, true],
    ['http://user@host.test/', {}, true],
    ['http://host.test/', { 'x-anything': 'x' }, true],
  ] as [string, Record<string, string>, boolean][])('knows whether credentials go to %s with %p', (url, headers, expected) => {
    expect(of(url, headers).withCredentials).toBe(expected);
  });
});

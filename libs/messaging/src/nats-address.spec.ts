import { readNatsAddress } from './nats-address';

describe('readNatsAddress', () => {
  it.each([
    ['nats://127.0.0.1:4222', { servers: ['127.0.0.1:4222'] }],
    ['nats://broker', { servers: ['broker:4222'] }],
    ['nats://s3cret@broker:5000', { servers: ['broker:5000'], token: 's3cret' }],
    ['nats://ada:p%40ss@broker:5000', { servers: ['broker:5000'], user: 'ada', pass: 'p@ss' }],
    ['nats://ada:100%@broker', { servers: ['broker:4222'], user: 'ada', pass: '100%' }],
    ['nats://t@one:1, nats://t@two:2', { servers: ['one:1', 'two:2'], token: 't' }],
    ['tls://t@broker', { servers: ['broker:4222'], token: 't', tls: {} }],
    ['nats://[::1]:4222', { servers: ['[::1]:4222'] }],
  ])('reads %s', (url, options) => {
    expect(readNatsAddress(url).options).toEqual(options);
  });

  it('shows hosts and no credentials', () => {
    expect(readNatsAddress('nats://ada:pass@one:1,nats://two').shown).toBe('one:1, two:4222');
  });

  it.each(['', 'broker:4222', 'http://broker:4222', 'nats://', 'nats:4222', 'nats://s3cret@'])('refuses "%s" without repeating it', (url) => {
    const refusal = { code: 'SERVICE_UNAVAILABLE', message: 'The address of NATS has to look like nats://host:4222 or nats://token@host:4222.' };
    expect(() => readNatsAddress(url)).toThrow(expect.objectContaining(refusal));
  });
});

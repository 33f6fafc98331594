import type { FailureCode } from '@moorage/domain';
import { ConnectionFailed } from './connection-failed';
import { failureOfAbort, failureOfError, type Phase } from './failure-of-error';

const coded = (code: string, more: object = {}) => Object.assign(new TypeError('words that nobody should see'), { code, ...more });

describe('an error of the network', () => {
  it.each([
    ['ECONNREFUSED', 'connect', 'CONNECTION_REFUSED'],
    ['EHOSTUNREACH', 'connect', 'HOST_UNREACHABLE'],
    ['ENETUNREACH', 'connect', 'HOST_UNREACHABLE'],
    ['EACCES', 'connect', 'HOST_UNREACHABLE'],
    ['ETIMEDOUT', 'connect', 'CONNECT_TIMEOUT'],
    ['ETIMEDOUT', 'answer', 'CONNECTION_CLOSED'],
    ['ECONNRESET', 'answer', 'CONNECTION_CLOSED'],
    ['ECONNRESET', 'tls', 'TLS_FAILED'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'TLS_FAILED'],
    ['CERT_HAS_EXPIRED', 'tls', 'CERTIFICATE_EXPIRED'],
    ['Z_DATA_ERROR', 'body', 'INVALID_ANSWER'],
    ['EMFILE', 'connect', 'UNEXPECTED'],
  ] as [string, Phase, FailureCode][])('%s during %s is %s', (code, phase, expected) => {
    const { failure, message } = failureOfError(coded(code), phase, 'host.test');
    expect(failure.code).toBe(expected);
    expect(`${message} ${JSON.stringify(failure)}`).not.toContain('nobody should see');
  });

  it('is found inside bundles and causes', () => {
    expect(failureOfError(new AggregateError([coded('ECONNREFUSED'), coded('EACCES')]), 'connect', 'h').failure.code).toBe('CONNECTION_REFUSED');
    expect(failureOfError(new TypeError('x', { cause: coded('EPIPE') }), 'answer', 'h').failure.code).toBe('CONNECTION_CLOSED');
  });

  it('that is a failure already stays what it is', () => {
    const failed = new ConnectionFailed('ADDRESS_NOT_ALLOWED');
    expect(failureOfError(failed, 'dns', 'h')).toBe(failed);
  });

  it('in the start of an answer tells TLS from anything else that is not HTTP', () => {
    const parser = (data: string) => Object.assign(new TypeError('x'), { name: 'HTTPParserError', data });
    expect(failureOfError(parser('\u0015\u0003\u0001'), 'answer', 'h').failure.code).toBe('TLS_EXPECTED');
    expect(failureOfError(parser('SSH-2.0'), 'answer', 'h').failure.code).toBe('NOT_HTTP');
    expect(failureOfError(parser('zz'), 'body', 'h').failure.code).toBe('INVALID_ANSWER');
  });

  it.each([null, undefined, 'text', 42, {}, { code: 7 }])('of no known kind (%p) is unexpected', (error) => {
    expect(failureOfError(error, 'answer', 'h').failure.code).toBe('UNEXPECTED');
  });
});

describe('running out of time', () => {
  it.each([
    ['queue', 'HOST_BUSY'],
    ['dns', 'DNS_FAILED'],
    ['connect', 'CONNECT_TIMEOUT'],
    ['tls', 'TLS_TIMEOUT'],
    ['answer', 'RESPONSE_TIMEOUT'],
    ['body', 'RESPONSE_TIMEOUT'],
  ] as [Phase, FailureCode][])('during %s is %s', (phase, code) => {
    expect(failureOfAbort(new TypeError('timeout'), phase, 'h').failure.code).toBe(code);
  });
});

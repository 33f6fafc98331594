import type { FailureCode } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse } from '@moorage/egress';
import { classifyFailure, failureOfContentType, failureOfStatus, type Circumstances } from './classify-failure';

const NOW: Circumstances = { host: 'host.test', stage: 'handshake', withCredentials: true, inSession: false };

function answer(status: number, headers: GuardedResponse['headers'] = {}): GuardedResponse {
  return { status, headers, timings: {} } as GuardedResponse;
}

describe('a status', () => {
  it.each([
    [400, 'REQUEST_REFUSED'],
    [401, 'AUTHENTICATION_FAILED'],
    [402, 'REQUEST_REFUSED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'ENDPOINT_NOT_FOUND'],
    [405, 'METHOD_NOT_ALLOWED'],
    [406, 'REQUEST_REFUSED'],
    [410, 'ENDPOINT_NOT_FOUND'],
    [429, 'RATE_LIMITED_BY_SERVER'],
    [500, 'SERVER_ERROR'],
    [504, 'SERVER_ERROR'],
    [599, 'SERVER_ERROR'],
    [304, 'REQUEST_REFUSED'],
  ] as [number, FailureCode][])('%i is %s', (status, code) => {
    expect(failureOfStatus(answer(status), NOW).failure.code).toBe(code);
  });

  it('404 in a session means that the session is gone', () => {
    expect(failureOfStatus(answer(404), { ...NOW, inSession: true }).failure.code).toBe('SESSION_LOST');
  });

  it.each([
    ['1', 'one second'],
    ['30', '30 seconds'],
    ['600', '10 minutes'],
    ['7200', '2 hours'],
    ['-1', 'a minute'],
    ['<script>', 'a minute'],
    [undefined, 'a minute'],
  ])('429 with Retry-After %s says to wait %s', (header, words) => {
    expect(failureOfStatus(answer(429, { 'retry-after': header }), NOW).failure.hint).toBe(`Wait ${words} and try again.`);
  });

  it.each([
    ['Tue, 01 Jan 2030 00:00:00 GMT', '45 seconds'],
    ['Tue, 01 Jan 2030 00:00:45 GMT', 'a minute'],
    ['some day', 'a minute'],
    [undefined, 'a minute'],
  ])('429 may name an instant, which a server with the date %s sees %s away', (date, words) => {
    const headers = { 'retry-after': 'Tue, 01 Jan 2030 00:00:45 GMT', date };
    expect(failureOfStatus(answer(429, headers), NOW).failure.hint).toBe(`Wait ${words} and try again.`);
  });
});

describe('a content type', () => {
  it.each([
    ['text/html', 'HTML_PAGE', 'web page'],
    ['', 'NOT_MCP', 'content type none'],
    ['text/plain', 'NOT_MCP', 'content type text/plain'],
    ['text/s3cr3t', 'NOT_MCP', 'content type an unusual one'],
  ] as [string, FailureCode, string][])('"%s" is %s', (type, code, words) => {
    const { failure } = failureOfContentType(type);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
  });
});

describe('what an SDK throws', () => {
  it.each([
    [{ code: -32_603, message: 'x' }, 'SERVER_REPORTED_ERROR'],
    [{ code: -32_022, message: 'x' }, 'PROTOCOL_VERSION_NOT_SUPPORTED'],
    [new TypeError("Server's protocol version is not supported: 1"), 'PROTOCOL_VERSION_NOT_SUPPORTED'],
    [{ name: 'ZodError', message: 'long' }, 'INVALID_ANSWER'],
    [{ name: 'SyntaxError', message: 'x' }, 'INVALID_ANSWER'],
    [{ name: 'SdkError', code: 'INVALID_RESULT' }, 'INVALID_ANSWER'],
    [new TypeError('x'), 'UNEXPECTED'],
    [undefined, 'UNEXPECTED'],
    ['text', 'UNEXPECTED'],
  ] as [unknown, FailureCode][])('%p is %s', (error, code) => {
    expect(classifyFailure(error, NOW)).toMatchObject({ code, stage: 'handshake' });
  });

  it('is reported at the stage that was under way, unless the code says where it belongs', () => {
    const now: Circumstances = { ...NOW, stage: 'list_tools' };
    expect(classifyFailure({ code: -32_603 }, now).stage).toBe('list_tools');
    expect(classifyFailure({ code: -32_601 }, now).code).toBe('NO_TOOLS');
    expect(classifyFailure(new ConnectionFailed('RESPONSE_TIMEOUT'), now).stage).toBe('list_tools');
    expect(classifyFailure(new ConnectionFailed('CONNECTION_REFUSED'), now).stage).toBe('connect');
  });
});

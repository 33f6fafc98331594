import { careless, type Clock } from './careless';

const clock: Clock = {
  now: () => Promise.reject(new Error('allowed here')),
};

it('asserts nothing', () => careless(clock)); // violates jest/expect-expect

it.only('is focused', () => expect(1).toBe(1)); // violates jest/no-focused-tests

it.skip('is disabled', () => expect(1).toBe(1)); // violates jest/no-disabled-tests

it('expects nothing of it', () => {
  expect(careless(clock)); // violates jest/valid-expect
});

it('is told twice', () => expect(1).toBe(1));
it('is told twice', () => expect(1).toBe(1)); // violates jest/no-identical-title

it('does not wait', () => {
  const time = clock.now().then((now) => expect(now).toBe(1)); // violates jest/valid-expect-in-promise
  void time;
});

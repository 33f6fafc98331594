import { dataWithoutSecrets } from './data-without-secrets';

const SECRET = 'hunter-22/ü';

it.each([SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64')])('data that repeats a secret as %s no longer does, wherever it stood', (spelling) => {
  const data = { [`key ${spelling}`]: [{ deep: `postgres://reader:${spelling}@db` }, 7, null, true] };
  const clean = dataWithoutSecrets(data, [SECRET]);
  expect(clean).toEqual({ 'key •••': [{ deep: 'postgres://reader:•••@db' }, 7, null, true] });
});

it('a name is kept that happens to be a password somebody chose badly', () => {
  const data = { customers: { properties: { order_id: {} } } };
  expect(dataWithoutSecrets(data, ['customers', 'id', 'order_id'])).toBe(data);
});

it('names that mean something to JavaScript are names', () => {
  const data = JSON.parse(`{"__proto__":"${SECRET}"}`) as object;
  expect(JSON.stringify(dataWithoutSecrets(data, [SECRET]))).toBe('{"__proto__":"•••"}');
});

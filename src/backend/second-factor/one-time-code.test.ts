import { expect, test } from 'vitest';
import { codeSecretUri, newCodeSecret, timeStepOfCode } from './one-time-code.ts';

/** The key of RFC 6238's appendix B, `12345678901234567890`, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): Date => new Date(seconds * 1000);

// The appendix has eight digits; ours are the last six.
test.each([
  [59, '287082', 0x1],
  [1111111109, '081804', 0x23523ec],
  [1111111111, '050471', 0x23523ed],
  [1234567890, '005924', 0x273ef07],
  [2000000000, '279037', 0x3f940aa],
  [20000000000, '353130', 0x27bc86aa],
])('at %d s, RFC 6238 has the code %s of time step %d', (seconds, code, timeStep) => {
  expect(timeStepOfCode(SECRET, code, at(seconds))).toBe(timeStep);
});

test('a code is valid one step before its own and one after, and no longer', () => {
  const inStepOne = '287082';
  expect(timeStepOfCode(SECRET, inStepOne, at(0))).toBe(1);
  expect(timeStepOfCode(SECRET, inStepOne, at(89))).toBe(1);
  expect(timeStepOfCode(SECRET, inStepOne, at(90))).toBeNull();
  // Step 37037037 begins at 1111111110.
  expect(timeStepOfCode(SECRET, '050471', at(1111111080))).toBe(0x23523ed);
  expect(timeStepOfCode(SECRET, '050471', at(1111111079))).toBeNull();
});

test.each(['', '28708', '2870822', '28708a', '２８７０８２', ' 287082'])('%j is not a code', (typed) => {
  expect(timeStepOfCode(SECRET, typed, at(59))).toBeNull();
});

test('a new secret has 160 bits, and its address names service and account', () => {
  const secret = newCodeSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newCodeSecret()).not.toBe(secret);
  const uri = new URL(codeSecretUri(secret, 'ana+gate@example.com'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Taquilla:ana+gate@example.com',
  ]);
  expect([uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([secret, 'Taquilla']);
});

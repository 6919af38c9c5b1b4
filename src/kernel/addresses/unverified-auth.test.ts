import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSED_FROM_VERSION } from './unverified-auth.ts';

test('the version is still below the one that refuses unverified sets', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const numbers = (text: string) => text.split('.').map(Number);
  const [major = 0, minor = 0] = numbers(String(version));
  const [endMajor = 0, endMinor = 0] = numbers(REFUSED_FROM_VERSION);
  // When this fails: drop may_sign_in_unverified, onUnverified and this constant.
  expect(major < endMajor || (major === endMajor && minor < endMinor)).toBe(true);
});

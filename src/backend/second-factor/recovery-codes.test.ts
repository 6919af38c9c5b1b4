import { expect, test } from 'vitest';
import { bareCode, digestOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

test('ten different codes of four groups, without characters that look alike', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
});

test('a code is the same in any spelling, and belongs to one user', () => {
  const digest = digestOfRecoveryCode('ana', 'k3pd-7hqa-2222-mmmm');
  expect(digestOfRecoveryCode('ana', ' K3PD 7HQA 2222 MMMM ')).toEqual(digest);
  expect(digestOfRecoveryCode('ben', 'k3pd-7hqa-2222-mmmm')).not.toEqual(digest);
  expect(bareCode('123 456')).toBe('123456');
});

import { expect, test } from 'vitest';
import { ownCommand } from '../../kernel/program/own-command.ts';
import { plainAdvice } from './plain-advice.ts';

test('advice loses its marks and its links, and names commands as the reader must type them', () => {
  const entry = {
    en: 'It fails.',
    es: 'Falla.',
    adviceEn:
      '[Make room](operations/disk-full.md) or set `PORT`, then run `{taquilla} migrate`. See [more](more.md#it).',
    adviceEs: 'Ejecute `{taquilla} migrate`. Vea [más](../more.md) (en inglés).',
  };
  expect(plainAdvice(entry, 'en')).toBe(`Make room or set PORT, then run "${ownCommand('migrate')}".`);
  expect(plainAdvice(entry, 'es')).toBe(`Ejecute "${ownCommand('migrate')}".`);
  expect(plainAdvice({ en: 'It fails.', es: 'Falla.' }, 'en')).toBeNull();
});

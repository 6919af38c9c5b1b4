import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE } from '../../kernel/error-catalogue.ts';
import { ownCommand } from '../../kernel/program/own-command.ts';
import { adviceFor, adviceTexts, plainAdvice } from './advice.ts';

describe('advice', () => {
  const [english, spanish] = [adviceTexts('en'), adviceTexts('es')];

  it("is the catalogue's text for an error or a notice", () => {
    expect(adviceFor('store.table-damaged', 'en')).toEqual({
      means: "A table of the store's database is damaged.",
      todo: "Repair the table on the store's server, with REPAIR TABLE or from a backup.",
    });
    expect(adviceFor('store.clock-skew', 'es')).toEqual({
      means: 'El reloj de la base de datos y el nuestro difieren en más de un minuto.',
      todo: 'Ajuste ambos relojes por NTP. Las horas de los pedidos pueden tener la misma diferencia.',
    });
  });

  it('exists in both languages for every error of a store, and no text is used twice', () => {
    const codes = Object.keys(ERROR_CATALOGUE).filter((code) => code.startsWith('store.'));
    expect(codes.length).toBeGreaterThan(60);
    for (const language of ['en', 'es'] as const) {
      const texts = codes.map((code) => Object.values(adviceFor(code, language)).join(' '));
      expect(new Set(texts).size).toBe(texts.length);
    }
    for (const code of codes) {
      expect([code, adviceFor(code, 'en').todo]).not.toEqual([code, english.otherwise.todo]);
      expect([code, adviceFor(code, 'es').means]).not.toEqual([code, adviceFor(code, 'en').means]);
    }
  });

  it('has a general text for other codes', () => {
    expect(adviceFor('store.of-tomorrow', 'es')).toBe(spanish.otherwise);
  });

  it('loses its marks and its links, and names commands as the reader must type them', () => {
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
});

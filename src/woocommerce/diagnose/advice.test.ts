import { describe, expect, it } from 'vitest';
import { adviceFor, adviceTexts } from './advice.ts';

describe('advice', () => {
  const [english, spanish] = [adviceTexts('en'), adviceTexts('es')];

  it('exists in both languages for the same codes', () => {
    expect(Object.keys(spanish.codes)).toEqual(Object.keys(english.codes));
    expect(Object.keys(english.codes).length).toBeGreaterThan(30);
  });

  it('is never the same twice, and never the same in both', () => {
    for (const { codes } of [english, spanish]) {
      const texts = Object.values(codes).flatMap(({ means, todo }) => [`${means} ${todo}`]);
      expect(new Set(texts).size).toBe(texts.length);
    }
    for (const [code, { means }] of Object.entries(english.codes)) {
      expect(adviceFor(code, 'es').means).not.toBe(means);
    }
  });

  it('has a general text for other codes', () => {
    expect(adviceFor('store.of-tomorrow', 'es')).toBe(spanish.otherwise);
  });
});

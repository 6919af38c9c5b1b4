import type { Reason } from '../../kernel/sentences/reasons/reason.ts';
import { reasonSentence } from '../../kernel/sentences/reasons/reason-sentence.ts';
import { shownReason } from '../../kernel/sentences/reasons/shown-reason.ts';

/** Figures that a sentence says in words. */
const IN_WORDS = new Set(['status', 'policy', 'named', 'fields']);

/** The figures of a reason that its sentence does not name; empty if it names all of them. */
export function unnamedFigures(reason: Reason, currency: string, language: 'en' | 'es'): readonly string[] {
  const sentence = reasonSentence(shownReason(reason, currency), currency, language);
  return valuesOf(reason.figures).flatMap(({ name, value }) =>
    spellings(value, language).some((text) => sentence.includes(text)) ? [] : [`${name} ${String(value)}`],
  );
}

interface Value {
  readonly name: string;
  readonly value: unknown;
}

function valuesOf(figures: object): readonly Value[] {
  return Object.entries(figures).flatMap(([name, value]): readonly Value[] => {
    if (IN_WORDS.has(name)) return [];
    if (!Array.isArray(value)) return [{ name, value }];
    return value.flatMap((one: unknown) =>
      typeof one === 'object' && one !== null ? valuesOf(one) : [{ name, value: one }],
    );
  });
}

/** How a figure may be written: an id without separators, a count or an amount with those of the language. */
function spellings(value: unknown, language: 'en' | 'es'): readonly string[] {
  if (typeof value !== 'bigint')
    return typeof value === 'number' ? [String(value), grouped(String(value), language)] : [String(value)];
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(9, '0');
  const [whole, decimals] = [digits.slice(0, -8), digits.slice(-8).replace(/0+$/, '')];
  return [0, 2].map((least) => {
    const fraction = decimals.padEnd(least, '0');
    return `${sign}${grouped(whole, language)}${fraction === '' ? '' : `${language === 'es' ? ',' : '.'}${fraction}`}`;
  });
}

function grouped(whole: string, language: 'en' | 'es'): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, language === 'es' ? '.' : ',');
}

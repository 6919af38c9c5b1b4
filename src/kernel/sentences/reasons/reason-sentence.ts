import { minorDigitsOf } from '../../money/currency.ts';
import { ENGLISH, ENGLISH_STATUSES } from './english.ts';
import type { ReasonCode, ReasonFigures, ShownFigures } from './reason.ts';
import { SPANISH, SPANISH_STATUSES } from './spanish.ts';
import type { ReasonWords, Writer } from './words.ts';

/** A reason whose amounts are texts with the digits of its currency, as in replies. */
export type ShownReason = {
  readonly [Code in ReasonCode]: { readonly code: Code; readonly figures: ShownFigures<ReasonFigures[Code]> };
}[ReasonCode];

type Language = 'en' | 'es';

const WORDS: Readonly<Record<Language, ReasonWords>> = { en: ENGLISH, es: SPANISH };
const LOCALES: Readonly<Record<Language, string>> = { en: 'en', es: 'es-CL' };
const STATUSES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: ENGLISH_STATUSES,
  es: SPANISH_STATUSES,
};

/**
 * The sentence of a reason: `2 of 3 tickets refunded: refund 174140 of CLP 50,000 names line 12, quantity 2; …`.
 *
 * @param currency that of the order; null if it is unknown
 */
export function reasonSentence(reason: ShownReason, currency: string | null, language: Language): string {
  const words = WORDS[language][reason.code] as (figures: ShownReason['figures'], write: Writer) => string;
  return words(reason.figures, writerOf(currency, language));
}

function writerOf(currency: string | null, language: Language): Writer {
  const locale = LOCALES[language];
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const digits = currency === null ? undefined : minorDigitsOf(currency);
  const amounts = new Intl.NumberFormat(locale, {
    useGrouping: 'always',
    minimumFractionDigits: digits ?? 2,
    maximumFractionDigits: 8,
  });
  return {
    // The amount never passes through a float, so it keeps all of its digits.
    money: (amount) =>
      [...(currency === null ? [] : [currency]), amounts.format(amount as Intl.StringNumericLiteral)].join(
        '\u00a0',
      ),
    count: (number) => new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(number),
    number: (decimal) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 8 }).format(
        decimal as Intl.StringNumericLiteral,
      ),
    anyOf: (names) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(names.map(String)),
    list: (names) => lists.format(names.map(String)),
    status: (status) => STATUSES[language][status] ?? status,
  };
}

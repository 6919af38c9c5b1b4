import { ERROR_CATALOGUE, isErrorCode } from '../../kernel/error-catalogue.ts';
import { spanishOf, withoutPlaces } from '../../kernel/sentences/spanish-of.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Reader } from './reader.ts';

/**
 * The sentence of an error in the requested language, made from the English one.
 *
 * @param details the values of the braces in a sentence
 */
export function sentenceIn(
  language: Language,
  code: string | null,
  english: string,
  details: Readonly<Record<string, unknown>> = {},
): string {
  if (language === 'en' || code === null) return english;
  const said = spanishOf(english);
  if (said !== null) return said;
  if (!isErrorCode(code)) return english;
  const named = (_: string, name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : '';
  };
  return ERROR_CATALOGUE[code].es.replace(/\{(\w+)\}/g, named);
}

interface Failed {
  readonly error_code: string | null;
  readonly error_message: string | null;
}

/** The row with its error as this reader may see it. */
export function withSentence<T extends Failed>(row: T, reader: Reader): T {
  const { error_code, error_message } = row;
  return error_message === null
    ? row
    : { ...row, error_message: sentenceFor(reader, error_code, error_message) };
}

/** The sentence of an error in this reader's language, without places that the reader may not know. */
export function sentenceFor({ language, seesPlaces }: Reader, code: string | null, english: string): string {
  return sentenceIn(language, code, seesPlaces ? english : withoutPlaces(english));
}

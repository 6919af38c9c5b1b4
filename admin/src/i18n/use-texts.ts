import { useTranslate } from 'react-admin';
import type { Dictionary, TextKey } from '../texts/dictionary.ts';
import type { Values } from './interpolate.ts';

export type Say = (key: TextKey, values?: Values) => string;

/** Returns the function that gives a text in the chosen language. It accepts only keys of the dictionary. */
export function useTexts(): Say {
  return useTranslate() as Say;
}

/**
 * Returns the function that translates a code of the API. A code without a translation is returned unchanged.
 */
export function useWords(): (group: WordGroup, code: string) => string {
  const translate = useTranslate();
  return (group, code) => translate(`words.${group}.${code.replaceAll(/[.-]/g, '_')}`, { _: code });
}

export type WordGroup = keyof Dictionary['words'];

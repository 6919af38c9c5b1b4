import { useTranslate } from 'react-admin';
import type { Dictionary, TextKey } from '../texts/dictionary.ts';
import type { Values } from './interpolate.ts';

export type Say = (key: TextKey, values?: Values) => string;

/** Says a text of the dictionary, in the language chosen; only keys that are in it. */
export function useTexts(): Say {
  return useTranslate() as Say;
}

/** Says what a code of the API means where the dictionary knows it; else the code itself, which is data. */
export function useWords(): (group: WordGroup, code: string) => string {
  const translate = useTranslate();
  return (group, code) => translate(`words.${group}.${code.replaceAll(/[.-]/g, '_')}`, { _: code });
}

export type WordGroup = keyof Dictionary['words'];

import type { en } from './en.ts';
import type { KeyOf, Language, Texts } from './texts.ts';

export type Dictionary = Texts<typeof en>;
/** Every text of the panel. */
export type TextKey = KeyOf<Dictionary>;

/** Loads one language at a time. */
export async function loadDictionary(language: Language): Promise<Dictionary> {
  return language === 'es' ? (await import('./es.ts')).es : (await import('./en.ts')).en;
}

/** The text with this key, or null. */
export function textAt(dictionary: Dictionary, key: string): string | null {
  let found: unknown = dictionary;
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null) return null;
    found = (found as Readonly<Record<string, unknown>>)[part];
  }
  return typeof found === 'string' ? found : null;
}

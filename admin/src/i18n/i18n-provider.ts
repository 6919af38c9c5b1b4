import type { I18nProvider } from 'react-admin';
import { type Dictionary, loadDictionary, textAt } from '../texts/dictionary.ts';
import type { Language } from '../texts/texts.ts';
import { interpolate } from './interpolate.ts';
import { keptLanguage } from './language.ts';
import { localeFor } from './locale.ts';

/**
 * Gives react-admin the panel's texts. If a key has no text, the key itself is shown; the tests look for such keys.
 */
export async function createI18nProvider(): Promise<I18nProvider> {
  let language = keptLanguage.get();
  let dictionary: Dictionary = await loadDictionary(language);
  return {
    translate: (key, options = {}) => {
      const text = textAt(dictionary, key) ?? (typeof options._ === 'string' ? options._ : key);
      return interpolate(text, options, localeFor(language, navigator.languages));
    },
    changeLocale: async (next: string) => {
      const chosen: Language = next === 'es' ? 'es' : 'en';
      dictionary = await loadDictionary(chosen);
      language = chosen;
      keptLanguage.set(chosen);
    },
    getLocale: () => language,
    getLocales: () => [
      { locale: 'es', name: 'Español' },
      { locale: 'en', name: 'English' },
    ],
  };
}

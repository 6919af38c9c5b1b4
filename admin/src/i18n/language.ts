import { useSyncExternalStore } from 'react';
import { keep } from '../kept.ts';
import { LANGUAGES, type Language } from '../texts/texts.ts';

/** The first supported language of the browser, until a person chooses one. */
export const keptLanguage = keep<Language>('taquilla.language', LANGUAGES, () =>
  firstOf(navigator.languages),
);

function firstOf(tags: readonly string[]): Language {
  const first = tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'es' || tag === 'en');
  return first === 'es' ? 'es' : 'en';
}

export function useLanguage(): Language {
  return useSyncExternalStore(keptLanguage.subscribe, keptLanguage.get);
}

/** Screen readers, the browser's own controls and the server (`Accept-Language`) use the same language. */
export function followLanguage(): void {
  const apply = (): void => {
    document.documentElement.lang = keptLanguage.get();
  };
  apply();
  keptLanguage.subscribe(apply);
}

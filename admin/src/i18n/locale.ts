import type { Language } from '../texts/texts.ts';

/**
 * The locale for dates and numbers: the browser's, if it has the language of the panel. In another language the
 * reader could not tell which month `3/4/2026` is.
 */
export function localeFor(language: Language, tags: readonly string[]): string {
  return (
    tags.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ??
    (language === 'es' ? 'es-CL' : 'en-GB')
  );
}

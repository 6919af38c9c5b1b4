import type { Language } from '../texts/texts.ts';

/**
 * How dates and numbers are written: as this browser's owner writes them, if that goes with the page's language.
 * Otherwise a reader could not say which month `3/4/2026` is.
 */
export function localeFor(language: Language, tags: readonly string[]): string {
  return (
    tags.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ??
    (language === 'es' ? 'es-CL' : 'en-GB')
  );
}

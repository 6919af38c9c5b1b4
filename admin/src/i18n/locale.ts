import type { Language } from '../texts/texts.ts';

/**
 * How dates and numbers are written: as this browser's owner writes them, if that goes with the language that
 * the page is in, so that nobody reads `3/4/2026` between two languages.
 */
export function localeFor(language: Language, tags: readonly string[]): string {
  return (
    tags.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ??
    (language === 'es' ? 'es-CL' : 'en-GB')
  );
}

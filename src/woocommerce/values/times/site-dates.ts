import { usualForm } from './written-times.ts';

/** The languages in which most WordPress sites name months. English is the only one that PHP itself reads. */
const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'it', 'ca', 'nl'];
const MONTHS = monthsByName();

/**
 * A day as a site writes it, in the format of its WordPress setting, which says which number is the day and
 * which the month. A text in another form is read only if it cannot mean another day.
 *
 * @param format PHP's format, such as `d/m/Y`
 * @shape `2027-01-09`; null if it is not a day, or may be several
 */
export function readSiteDate(text: string, format: string): string | null {
  const parts = format.replace(/\\./g, '').match(/[djmnFMYy]/g) ?? [];
  const words = text.match(/\p{L}+|\d+/gu) ?? [];
  const numbers = words.filter((word) => /^\d/.test(word) || monthOf(word) !== null);
  return (numbers.length === parts.length ? dayOf(parts, numbers) : null) ?? unambiguousDay(text);
}

function dayOf(parts: readonly string[], numbers: readonly string[]): string | null {
  let [year, month, day] = [0, 0, 0];
  for (const [at, part] of parts.entries()) {
    const word = numbers[at] ?? '';
    const isName = part === 'F' || part === 'M';
    if (/^\d/.test(word) === isName) return null;
    const value = isName ? (monthOf(word) ?? 0) : Number(word);
    if (part === 'Y' && word.length === 4) year = value;
    else if (part === 'y' && word.length === 2) year = 2000 + value;
    else if (part === 'd' || part === 'j') day = value;
    else if (part !== 'Y' && part !== 'y') month = value;
  }
  return onCalendar(year, month, day);
}

function unambiguousDay(text: string): string | null {
  const [year = 0, month = 0, day = 0] = /^\d{4}-\d\d-\d\d$/.test(usualForm(text) ?? '')
    ? (usualForm(text) ?? '').split('-').map(Number)
    : [];
  return onCalendar(year, month, day);
}

function onCalendar(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 1971 || year > 9999 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return at.toISOString().slice(0, 10);
}

function monthOf(word: string): number | null {
  return MONTHS.get(word.toLowerCase()) ?? null;
}

function monthsByName(): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      for (let at = 0; at < 12; at += 1) {
        const name = format
          .format(Date.UTC(2000, at, 15))
          .toLowerCase()
          .replace(/\P{L}/gu, '');
        if (!months.has(name)) months.set(name, at + 1);
      }
    }
  }
  return months;
}

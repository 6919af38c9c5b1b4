const DAY_MS = 24 * 3_600_000;

/**
 * A day of the reader's own zone (`2026-11-05`), as the moment that the API compares with; null if it is none, or
 * not yet: while a year is typed it begins with zeros.
 *
 * @param through the day is the last one that counts: the API is asked for all before the next one
 */
export function momentOf(day: string, through: boolean): string | null {
  const start = new Date(`${day}T00:00`);
  if (Number.isNaN(start.getTime()) || start.getFullYear() < 1000) return null;
  if (through) start.setDate(start.getDate() + 1);
  return start.toISOString();
}

/** The day of such a moment; empty if it is none. */
export function dayOf(moment: unknown, through: boolean): string {
  const at = typeof moment === 'string' ? new Date(moment) : null;
  if (at === null || Number.isNaN(at.getTime())) return '';
  // half a day: clocks are changed by less
  const day = through ? new Date(at.getTime() - DAY_MS / 2) : at;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

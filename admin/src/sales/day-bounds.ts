const DAY_MS = 24 * 3_600_000;

/**
 * The instant at which a day of the reader's zone (`2026-11-05`) begins, for a filter of the API. Null if the
 * text is not a date, or not yet: while somebody types a year, it begins with zeros.
 *
 * @param through true if the day is the last one to include: then the result is the beginning of the next day
 */
export function momentOf(day: string, through: boolean): string | null {
  const start = new Date(`${day}T00:00`);
  if (Number.isNaN(start.getTime()) || start.getFullYear() < 1000) return null;
  if (through) start.setDate(start.getDate() + 1);
  return start.toISOString();
}

/** The day of such an instant; empty if the value is not an instant. */
export function dayOf(moment: unknown, through: boolean): string {
  const at = typeof moment === 'string' ? new Date(moment) : null;
  if (at === null || Number.isNaN(at.getTime())) return '';
  // Half a day is enough, because clocks are never changed by more.
  const day = through ? new Date(at.getTime() - DAY_MS / 2) : at;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

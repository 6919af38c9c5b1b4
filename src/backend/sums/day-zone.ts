const OFFSET = /^([+-])(\d{2}:\d{2})$/;

/**
 * A zone in PostgreSQL's form: bare offsets are POSIX ones, with the opposite sign; an unknown zone is UTC.
 */
export function postgresZone(timezone: string): string {
  const offset = OFFSET.exec(timezone);
  if (offset !== null) return `${offset[1] === '+' ? '-' : '+'}${offset[2]}`;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return timezone;
  } catch {
    return 'UTC';
  }
}

import { invalidField } from '../field-faults.ts';
import { toInstant } from './instants.ts';

/**
 * A time in a query. Without an offset it is UTC; null means no filter.
 *
 * @throws invalid `http.invalid-request`
 */
export function instantFilter(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const instant = toInstant(text, 'UTC');
  // An offset of two days, for example, has the form of a time but is not one.
  if (Number.isNaN(instant.getTime())) throw invalidField(name, 'datetime');
  return instant;
}

/** PostgreSQL reads years of four digits in the form of ISO 8601. An offset can lead out of them. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const END_MS = Date.parse('+010000-01-01T00:00:00Z');

/**
 * The value of `updated_after` for PostgreSQL. A `Date` has no microseconds, and rows differ in them: the row whose
 * time a client sends back would be found again for ever.
 *
 * @throws invalid `http.invalid-request`
 */
export function updatedAfterFilter({ updated_after: text }: { updated_after?: string | undefined }) {
  const instant = instantFilter('updated_after', text);
  if (instant === null) return null;
  const ms = instant.getTime();
  if (ms < FIRST_MS) return '-infinity';
  if (ms >= END_MS) return 'infinity';
  const fraction = /\.(\d+)/.exec(text ?? '')?.[1] ?? '';
  return `${instant.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}

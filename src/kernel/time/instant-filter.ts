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

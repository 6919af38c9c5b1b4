import { invalidField } from '../../kernel/field-faults.ts';
import { toInstant } from '../../kernel/time/instants.ts';

/**
 * A time in a query; without an offset it is UTC. null: no filter.
 *
 * @throws invalid `http.invalid-request`
 */
export function instantFilter(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const instant = toInstant(text, 'UTC');
  // For example, an offset of two days has the form of a time.
  if (Number.isNaN(instant.getTime())) throw invalidField(name, 'datetime');
  return instant;
}

import { NO_DETAILS } from '../../vocabulary/ticket-details.ts';
import { EMPTY_ATTENDEE } from '../anonymise.ts';
import type { ExistingTicket } from '../model/event-order.ts';
import type { CheckoutTicket, StoreLine } from '../model/store-order.ts';

/** The plugin counts its events from 1, so this key cannot be one of its own. */
const UNREAD = '0.';

/** An attendee without a name: the store only shows that a unit was bought. */
export function isUnread({ key }: Pick<CheckoutTicket, 'key'>): boolean {
  return key.startsWith(UNREAD);
}

/** One attendee for each bought unit of an order whose record of attendees cannot be read. */
export function anonymousUnits(lines: readonly StoreLine[]): readonly CheckoutTicket[] {
  const units = lines
    .toSorted((a, b) => a.itemId - b.itemId)
    .flatMap(({ productId, variationId, quantity }) =>
      Array.from({ length: Math.max(0, quantity) }, () => ({ productId, variationId })),
    );
  return units.map((unit, at) => ({
    key: `${UNREAD}${at + 1}`,
    ...unit,
    attributes: {},
    attendee: EMPTY_ATTENDEE,
    formData: [],
    details: NO_DETAILS,
  }));
}

/**
 * The units that none of these attendees has. An attendee of another variation, or of none, takes any free
 * unit.
 *
 * @param ofEvent the event's variation; null means all
 */
export function unnamedUnits(
  lines: readonly StoreLine[],
  attendees: readonly CheckoutTicket[],
  ofEvent: number | null,
): readonly CheckoutTicket[] {
  const units = [...anonymousUnits(lines)];
  const own = attendees.filter(
    ({ productId, variationId }) =>
      units.some((unit) => unit.productId === productId) &&
      (ofEvent === null || variationId === ofEvent || variationId === 0),
  );
  const others = own.filter(({ productId, variationId }) => {
    const same = units.findIndex((unit) => unit.productId === productId && unit.variationId === variationId);
    if (same >= 0) units.splice(same, 1);
    return same < 0;
  });
  return units.slice(0, Math.max(0, units.length - others.length));
}

/**
 * Gives rows the present keys of their attendees. If a record becomes unreadable, or readable again, the same
 * people get other keys. An attendee with a row keeps it, with its check-ins and edits.
 *
 * @param rows rows of attendees, by key
 */
export function withKeysNow(
  rows: readonly ExistingTicket[],
  entries: readonly CheckoutTicket[],
): readonly ExistingTicket[] {
  const keys = new Set(entries.map(({ key }) => key));
  const taken = new Set(rows.map(({ pendingKey }) => pendingKey));
  const free = entries.filter(({ key }) => !taken.has(key));
  if (free.length === 0) return rows;
  return rows.map((row) => {
    if (row.pendingKey === null || keys.has(row.pendingKey)) return row;
    const wasUnread = isUnread({ key: row.pendingKey });
    const at = free.findIndex(
      (entry) =>
        (wasUnread || isUnread(entry)) &&
        entry.productId === row.productId &&
        entry.variationId === row.variationId,
    );
    const [entry] = at < 0 ? [] : free.splice(at, 1);
    return entry === undefined ? row : { ...row, pendingKey: entry.key };
  });
}

import type { KnownTicket } from '../backend/load/known-rows.ts';
import type { TicketRow } from '../backend/load/order-tables.ts';
import type { RowDraft } from '../backend/load/synced-table.ts';

/** Somebody was let in whose ticket the store has taken back: a person has to know. */
export interface Admitted {
  readonly rowId: string;
  /** The ticket's status before; null where the first reading finds it so. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

const TAKEN_BACK: readonly string[] = ['cancelled', 'refunded'];

/**
 * Tells of a ticket once, when it becomes so: taken back with its holder inside, or its holder let in after that.
 * The store's own cancelling forgets that somebody is inside; the row before still knows.
 */
export function admittedOf(draft: RowDraft<TicketRow>, before: KnownTicket | undefined): Admitted | null {
  const { status, check_in_status: now } = draft.values;
  if (!TAKEN_BACK.includes(status)) return null;
  const was = before?.checkInStatus ?? 'not_checked_in';
  const told =
    before !== undefined && TAKEN_BACK.includes(before.status) && (isInside(was) || !isInside(now));
  if (told || !(isInside(now) || isInside(was))) return null;
  return { rowId: draft.id, base: before?.status ?? null, ours: isInside(now) ? now : was, theirs: status };
}

function isInside(checkInStatus: string): boolean {
  return checkInStatus !== 'not_checked_in';
}

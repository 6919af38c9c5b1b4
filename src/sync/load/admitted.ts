import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TicketRow } from '../../backend/tables/tickets.ts';

/**
 * A ticket that the store refunded or cancelled before or after its holder was checked in, so that staff must
 * be notified.
 */
export interface Admitted {
  readonly rowId: string;
  /** The ticket's previous status; null on the first reading. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

const TAKEN_BACK: readonly string[] = ['cancelled', 'refunded'];

/**
 * Decides whether to report the ticket. It is reported when it is refunded or cancelled after its holder was
 * checked in, when its holder is checked in after that, and for each further day on which the holder is checked
 * in. The store deletes the check-in of a ticket that it cancels, so the existing row is used as well.
 *
 * @param entersAgain true if the holder is checked in on a day on which this was not so before
 */
export function admittedOf(
  draft: RowDraft<TicketRow>,
  before: ExistingTicketRow | undefined,
  entersAgain: boolean,
): Admitted | null {
  const { status, check_in_status: now } = draft.values;
  if (!TAKEN_BACK.includes(status)) return null;
  const was = before?.checkInStatus ?? 'not_checked_in';
  const isReported =
    before !== undefined &&
    TAKEN_BACK.includes(before.status) &&
    !entersAgain &&
    (isInside(was) || !isInside(now));
  if (isReported || !(isInside(now) || isInside(was))) return null;
  return { rowId: draft.id, base: before?.status ?? null, ours: isInside(now) ? now : was, theirs: status };
}

function isInside(checkInStatus: string): boolean {
  return checkInStatus !== 'not_checked_in';
}

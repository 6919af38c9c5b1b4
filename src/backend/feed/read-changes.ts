import { AppError } from '../../kernel/errors.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { numberNext } from './number-changes.ts';

/** A change of the feed: what changed, and no value of it. */
export interface FeedChange {
  /** Names this change, and its place in the feed. */
  readonly cursor: string;
  /** For example `order.refunded`. */
  readonly kind: string;
  readonly subject_id: string;
  readonly order_id: string | null;
  readonly ticket_id: string | null;
  readonly event_id: string | null;
  readonly organizer_id: string | null;
  /** Names of the changed columns, and of the changed parts of an order or an event. Empty if the object is new. */
  readonly fields: readonly string[];
  /** All changes of one transaction have the same id. */
  readonly transaction_id: string;
  readonly changed_at: string;
}

export interface FeedFilter {
  /** null: all. */
  readonly kinds: readonly string[] | null;
  readonly organizers: readonly string[] | null;
  readonly events: readonly string[] | null;
}

export interface FeedPage {
  readonly changes: readonly FeedChange[];
  /** Where the next page begins. */
  readonly cursor: string;
  /** Whether there are changes after the cursor now. */
  readonly more: boolean;
}

interface Place {
  readonly position: number;
  /** The microsecond at which the change got its position. */
  readonly mark: string;
}

/** A filter that lets little through must not read the whole feed for one page. */
const MOST_SCANNED = 20_000;
const CURSOR = /^(\d{1,15})\.(\d{1,18})$/;

/** SQL: the microsecond of this time, which no other change in the same position has after a restore. */
export const MARK = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint::text`;

/** SQL: the columns of a `FeedChange` of `feed_changes c`. */
export const CHANGE_COLUMNS = `c.position || '.' || ${MARK('c.created_at')} as cursor, c.kind, c.subject_id, c.order_id,
  c.ticket_id, c.event_id, c.organizer_id, c.fields, c.transaction_id::text,
  ${readExpression('timestamptz', 'c.changed_at')} as changed_at`;

/** SQL: `feed_changes c` passes a filter whose lists are these arguments. */
function passes(kinds: string, organizers: string, events: string): string {
  return `(${kinds}::text[] is null or c.kind = any(${kinds}))
    and (${organizers}::uuid[] is null or c.organizer_id = any(${organizers}))
    and (${events}::uuid[] is null or c.event_id = any(${events}))`;
}

/**
 * The changes after a cursor, in their order.
 *
 * @param after null: from the oldest change that is kept; `latest`: no change, only the present end of the feed
 * @throws missing `changes.cursor-expired`, `changes.cursor-unknown`
 */
export async function readFeed(
  db: Database,
  after: string | null,
  limit: number,
  filter: FeedFilter,
): Promise<FeedPage> {
  await numberNext(db);
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { base, last } = await readEnds(tx);
    const from = after === null ? base : after === 'latest' ? last : await placeOf(tx, after, base);
    const changes = await queryRows<FeedChange>(
      tx,
      `select ${CHANGE_COLUMNS} from feed_changes c
       where c.position > $1 and c.position <= $1::bigint + ${MOST_SCANNED} and ${passes('$3', '$4', '$5')}
       order by c.position limit $2`,
      [from.position, limit, filter.kinds, filter.organizers, filter.events],
    );
    const newest = changes.at(-1);
    const cursor =
      changes.length === limit && newest !== undefined ? newest.cursor : await endOfScan(tx, from);
    return { changes, cursor, more: Number(cursor.split('.')[0]) < last.position };
  });
}

/** The change before the oldest one that is kept, and the newest one. */
async function readEnds(tx: Transaction): Promise<{ readonly base: Place; readonly last: Place }> {
  const [ends] = await queryRows<{ base: number; baseMark: string; last: number; lastMark: string | null }>(
    tx,
    `select p.base_position as base, ${MARK('p.base_at')} as "baseMark", p.last_position as last,
       ${MARK('c.created_at')} as "lastMark"
     from feed_position p left join feed_changes c on c.position = p.last_position`,
  );
  if (ends === undefined) throw new Error('the feed has no position');
  const base = { position: ends.base, mark: ends.baseMark };
  return { base, last: ends.lastMark === null ? base : { position: ends.last, mark: ends.lastMark } };
}

/**
 * The place of a cursor. A backend that was restored gives the same positions to other changes, at other times, so a
 * cursor from before is recognised.
 */
async function placeOf(tx: Transaction, cursor: string, base: Place): Promise<Place> {
  const [, digits = '', mark = ''] = CURSOR.exec(cursor) ?? [];
  const position = Number(digits);
  if (position < base.position) {
    throw new AppError({
      code: 'changes.cursor-expired',
      message: 'Changes after this cursor are no longer kept.',
    });
  }
  const known =
    position === base.position
      ? base.mark === mark
      : (
          await queryRows(tx, `select from feed_changes where position = $1 and ${MARK('created_at')} = $2`, [
            position,
            mark,
          ])
        ).length > 0;
  if (known) return { position, mark };
  throw new AppError({
    code: 'changes.cursor-unknown',
    message: 'This backend never gave this cursor: it was restored from a backup, or it is another backend.',
  });
}

/** The last change that a page looked at; its beginning if there was none. */
async function endOfScan(tx: Transaction, from: Place): Promise<string> {
  const [end] = await queryRows<{ cursor: string }>(
    tx,
    `select position || '.' || ${MARK('created_at')} as cursor from feed_changes
     where position > $1 and position <= $1::bigint + ${MOST_SCANNED} order by position desc limit 1`,
    [from.position],
  );
  return end?.cursor ?? `${from.position}.${from.mark}`;
}

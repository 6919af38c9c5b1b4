import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { DRAFT, hashOfLines, LINE_COLUMNS, LINE_SUMS } from './draft-lines.ts';
import { draftValues, listCurrencies, type OpenPeriod, readOpenPeriod } from './open-period.ts';
import { readUnproven } from './unproven-data.ts';

interface Closing {
  readonly event: string;
  readonly currency: string;
  /** `2026-03-31`, in the event's zone. */
  readonly lastDay: string;
  /** The hash of the draft that the person saw; null: whatever the draft says now. */
  readonly hash: string | null;
  /** A person saw why the data may differ from the store. */
  readonly confirmsUnproven: boolean;
  readonly by: string | null;
  readonly now: Date;
}

/**
 * Closes a period: its lines, figures and hash never change afterwards. Everything happens in one transaction, and one
 * closing of the same event and currency waits for another.
 *
 * @returns the id of the statement
 * @throws missing `statements.no-account`; invalid `statements.period-not-over`; conflict `statements.period-closed`,
 *   `statements.changed`, `statements.unproven`
 */
export async function closeStatement(db: Database, closing: Closing): Promise<string> {
  return await inTransaction(db, async (tx) => {
    const { event, currency, hash } = closing;
    await queryRows(
      tx,
      `select pg_advisory_xact_lock(hashtextextended('statement ' || $1 || ' ' || $2, 0))`,
      [event, currency],
    );
    // A payout that somebody changes or deletes right now is stated as it is afterwards, or not at all.
    await queryRows(tx, 'select id from payouts where event_id = $1 and currency = $2 for share', [
      event,
      currency,
    ]);
    const period = await requireClosablePeriod(tx, closing);
    if (!closing.confirmsUnproven) await requireProven(tx, period);
    const id = newId();
    await queryRows(
      tx,
      `with ${DRAFT} insert into settlement_lines (statement_id, ${LINE_COLUMNS})
       select $8, ${LINE_COLUMNS} from draft`,
      [...draftValues(period), id],
    );
    const stated = await insertStatement(tx, id, period, closing);
    if (hash !== null && stated !== hash) {
      throw new AppError({
        code: 'statements.changed',
        message:
          'This statement has changed since it was shown, so nothing was closed: look at the present one.',
      });
    }
    return id;
  });
}

/** @throws conflict `statements.unproven` */
async function requireProven(tx: Transaction, { event, period_end: end }: OpenPeriod): Promise<void> {
  const { unproven } = await readUnproven(tx, event, end);
  if (unproven.length === 0) return;
  throw new AppError({
    code: 'statements.unproven',
    message: 'This period has data that no sync has verified, so nothing was closed.',
    details: { unproven },
  });
}

/** @throws as `closeStatement` */
async function requireClosablePeriod(
  db: Database | Transaction,
  { event, currency, lastDay, now }: Pick<Closing, 'event' | 'currency' | 'lastDay' | 'now'>,
): Promise<OpenPeriod> {
  const period = await readOpenPeriod(db, event, currency, lastDay);
  if (period === null || !(await listCurrencies(db, event)).includes(currency)) throw noAccount();
  const { period_start: start, period_end: end } = period;
  const isOver = start !== null && end !== null && Date.parse(end) <= Date.parse(start);
  // A zone that moved to the west could end the last day a second time, some hours later.
  if (isOver || (period.first_day !== null && lastDay < period.first_day)) {
    throw new AppError({
      code: 'statements.period-closed',
      message: 'This period is already closed.',
      details: { first_day: period.first_day },
    });
  }
  if (end !== null && Date.parse(end) > now.getTime()) {
    throw new AppError({
      code: 'statements.period-not-over',
      message: `The day ${lastDay} is not over in the zone of the event (${period.timezone}).`,
    });
  }
  return period;
}

async function insertStatement(
  tx: Transaction,
  id: string,
  period: OpenPeriod,
  { by, now }: Closing,
): Promise<string | undefined> {
  const hash = hashOfLines({
    event: '$2::uuid',
    currency: '$3::text',
    number: '$4::integer',
    start: '$10::timestamptz',
    end: '$11::timestamptz',
    opening: '$12::numeric',
  });
  const [row] = await queryRows<{ hash: string }>(
    tx,
    `insert into settlement_statements (id, event_id, currency, number, organizer_id, organizer_name, event_title,
       timezone, first_day, last_day, period_start, period_end, opening, sales, refunds, service_fees, corrections,
       payouts, closing, line_count, content_hash, closed_at, closed_by)
     select $1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $13, $10, $11, $12, sales, refunds, service_fees, corrections,
       payouts, $12::numeric + change, line_count, hash, $14, $15
     from (select ${LINE_SUMS}, ${hash} as hash from settlement_lines l where l.statement_id = $1) sums
     returning content_hash as hash`,
    [
      id,
      period.event,
      period.currency,
      period.number,
      period.organizer,
      period.organizer_name,
      period.event_title,
      period.timezone,
      period.first_day,
      period.period_start,
      period.period_end,
      period.opening,
      period.last_day,
      now,
      by,
    ],
  );
  return row?.hash;
}

export function noAccount(): AppError {
  return new AppError({
    code: 'statements.no-account',
    message: 'The event has no orders with money, payouts or statements in this currency.',
  });
}

import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Database, inTransaction, type Queryable, queryRows } from '../database.ts';
import { postgresZone } from '../queries/postgres-zone.ts';
import { readExpression } from '../tables/column-text.ts';

/** Money that was paid to an organizer. */
export interface PayoutRow {
  readonly id: string;
  readonly event: string;
  readonly event_title: string;
  readonly organizer: string;
  readonly organizer_name: string;
  readonly currency: string;
  readonly amount: string;
  readonly paid_on: string;
  readonly reference: string | null;
  readonly recorded_by_name: string | null;
  /** The closed statement that contains it; null: a later closing will. */
  readonly statement: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface PayoutFilter {
  readonly event: string | null;
  readonly organizer: string | null;
  readonly currency: string | null;
}

export interface NewPayout {
  readonly event: string;
  readonly currency: string;
  readonly amount: string;
  readonly paidOn: string;
  readonly reference: string | null;
  readonly by: string | null;
  readonly now: Date;
}

const time = (column: string): string => readExpression('timestamptz', column);
const WHERE = `($1::uuid is null or p.event_id = $1) and ($2::uuid is null or e.organizer_id = $2)
  and ($3::text is null or p.currency = $3)`;
const PAYOUTS = `select p.id, p.event_id as event, e.title as event_title, g.id as organizer, g.name as organizer_name,
    p.currency, p.amount::text as amount, p.paid_on::text as paid_on, p.reference,
    coalesce(u.name, split_part(u.email, '@', 1)) as recorded_by_name, l.statement_id as statement,
    ${time('p.created_at')} as created_at, ${time('p.updated_at')} as updated_at
  from payouts p join events e on e.id = p.event_id join organizers g on g.id = e.organizer_id
    left join users u on u.id = p.recorded_by left join settlement_lines l on l.payout_id = p.id`;

export async function countPayouts(db: Queryable, filter: PayoutFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from payouts p join events e on e.id = p.event_id where ${WHERE}`,
    [filter.event, filter.organizer, filter.currency],
  );
  return row?.count ?? 0;
}

/** The newest first. */
export async function listPayouts(
  db: Queryable,
  filter: PayoutFilter,
  limit: number,
  offset: number,
): Promise<readonly PayoutRow[]> {
  return await queryRows<PayoutRow>(
    db,
    `${PAYOUTS} where ${WHERE} order by p.paid_on desc, p.id desc limit $4 offset $5`,
    [filter.event, filter.organizer, filter.currency, limit, offset],
  );
}

/** @throws missing `payouts.none` */
export async function requirePayout(db: Queryable, id: string): Promise<PayoutRow> {
  const [row] = await queryRows<PayoutRow>(db, `${PAYOUTS} where p.id = $1`, [id]);
  if (row === undefined) throw noSuchPayout();
  return row;
}

/**
 * Records a payout. If its day is in a closed period, it belongs to the next statement.
 *
 * @throws missing `event.none`; invalid `payouts.future` for a day after tomorrow, which the balance would contain now
 *   and no statement for long
 */
export async function recordPayout(db: Queryable, payout: NewPayout): Promise<string> {
  const id = newId();
  const { event, currency, amount, paidOn, reference, by } = payout;
  const [zone] = await queryRows<{ timezone: string }>(db, 'select timezone from events where id = $1', [
    event,
  ]);
  if (zone === undefined) throw new AppError({ code: 'event.none', message: 'There is no such event.' });
  const [day] = await queryRows<{ late: boolean }>(
    db,
    'select $1::date > ($2::timestamptz at time zone $3)::date + 1 as late',
    [paidOn, payout.now, postgresZone(zone.timezone)],
  );
  if (day?.late === true) {
    throw new AppError({
      code: 'payouts.future',
      message: `The day ${paidOn} is in the future: record a payout when it is made.`,
    });
  }
  await queryRows(
    db,
    `insert into payouts (id, event_id, currency, amount, paid_on, reference, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, event, currency, amount, paidOn, reference, by],
  );
  return id;
}

/**
 * Deletes a payout that was recorded by mistake, as long as no closed statement contains it.
 *
 * @throws missing `payouts.none`; conflict `payouts.stated`
 */
export async function deletePayout(db: Database, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const found = await queryRows<{ id: string }>(tx, 'select id from payouts where id = $1 for update', [
      id,
    ]);
    if (found.length === 0) throw noSuchPayout();
    const stated = await queryRows<{ id: string }>(
      tx,
      'select statement_id as id from settlement_lines where payout_id = $1',
      [id],
    );
    if (stated.length > 0) {
      throw new AppError({
        code: 'payouts.stated',
        message: 'A closed statement contains this payout. Record the difference as another payout.',
      });
    }
    await queryRows(tx, 'delete from payouts where id = $1', [id]);
  });
}

function noSuchPayout(): AppError {
  return new AppError({ code: 'payouts.none', message: 'There is no such payout.' });
}

import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Database, queryRows } from '../../../src/backend/database.ts';
import { readOpenPeriod } from '../../../src/backend/settlement/open-period.ts';
import { readDraft, type StatementFigures } from '../../../src/backend/settlement/statement-draft.ts';
import { readEventSums } from '../../../src/backend/ticketing-queries/event-sales.ts';

/** An order as the store has it; the service fee is 10 %, rounded up to whole pesos. */
export interface SoldOrder {
  readonly event: string;
  readonly number: number;
  readonly total: number;
  readonly refunded?: number;
  readonly currency?: string;
  readonly status?: string;
  /** In UTC. */
  readonly paidAt?: string | null;
}

export async function sell(db: Database, order: SoldOrder): Promise<string> {
  const id = randomUUID();
  await queryRows(
    db,
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount, tax,
       total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
       order_total, order_refunded, paid_at, content_digest)
     values ($1, $2, $3, $4, 'pending', 'x', $5, 0, 0, 0, $6, 0, 0, 0, 0, 0, 0, 0, 0, 0, $7, '\\x')`,
    [
      id,
      order.event,
      order.number,
      `N-${order.number}`,
      order.currency ?? 'CLP',
      order.total,
      order.paidAt === undefined ? '2026-01-05T12:00:00Z' : order.paidAt,
    ],
  );
  await change(db, id, { status: order.status ?? 'paid', refunded: order.refunded ?? 0 });
  return id;
}

interface Change {
  readonly status?: string;
  readonly total?: number;
  readonly refunded?: number;
  readonly currency?: string;
  readonly event?: string;
  readonly percentage?: number;
  readonly removed?: 'gone' | 'trashed' | 'left_event' | null;
}

/** Changes an order as a sync would: only a paid or refunded one owes money. */
export async function change(db: Database, id: string, given: Change): Promise<void> {
  await queryRows(
    db,
    `update orders set status = coalesce($2, status), total = coalesce($3, total), refunded = coalesce($4, refunded),
       currency = coalesce($5, currency), event_id = coalesce($6, event_id),
       removed_reason = case when $7 = 'same' then removed_reason else nullif($7, 'none')::removed_reason end,
       removed_at = case when $7 = 'same' then removed_at when $7 <> 'none' then now() end
     where id = $1`,
    [
      id,
      given.status ?? null,
      given.total ?? null,
      given.refunded ?? null,
      given.currency ?? null,
      given.event ?? null,
      given.removed === undefined ? 'same' : (given.removed ?? 'none'),
    ],
  );
  await queryRows(
    db,
    `update orders o set net = total - refunded, service_fee = fee, organizer_amount = case
       when status in ('paid', 'refunded') then total - refunded - fee else 0 end
     from (select id as order_id, case when status in ('paid', 'refunded')
         then ceil(greatest(total - refunded, 0) * $2::integer / 100) else 0 end as fee from orders) f
     where o.id = $1 and f.order_id = o.id`,
    [id, given.percentage ?? 10],
  );
}

/** A refund of the store, which the order's own figure contains as well. */
export async function refund(
  db: Database,
  order: string,
  {
    amount,
    at,
    number = 1,
  }: { readonly amount: number; readonly at: string | null; readonly number?: number },
): Promise<void> {
  await queryRows(
    db,
    `insert into refunds (id, order_id, woo_refund_id, amount, order_amount, refunded_at, content_digest)
     values ($1, $2, $3, $4, $4, $5, '\\x')`,
    [randomUUID(), order, number, amount, at],
  );
  const [row] = await queryRows<{ refunded: string }>(
    db,
    `select sum(amount)::text as refunded from refunds where order_id = $1 and removed_at is null`,
    [order],
  );
  await change(db, order, { refunded: Number(row?.refunded) });
}

/** What the open statement of an event says until this day, or until now. */
export async function draftOf(
  db: Database,
  event: string,
  currency = 'CLP',
  lastDay: string | null = null,
): Promise<StatementFigures> {
  const period = await readOpenPeriod(db, event, currency, lastDay);
  if (period === null) throw new Error(`no event ${event}`);
  return await readDraft(db, period);
}

interface ClosedLine {
  readonly position: number;
  readonly kind: string;
  readonly reason: string | null;
  readonly woo_order_id: number | null;
  readonly order_number: string | null;
  readonly payout_id: string | null;
  readonly reference: string | null;
  readonly happened: string | null;
  readonly ticket_numbers: readonly string[];
  readonly gross: string;
  readonly refunded: string;
  readonly service_fee: string;
  readonly amount: string;
}

interface ClosedStatement extends StatementFigures {
  readonly id: string;
  readonly currency: string;
  readonly number: number;
  readonly start: string | null;
  readonly end: string;
  readonly content_hash: string;
}

/** Closed statements of an event and currency, the first first. */
export async function closedStatements(
  db: Database,
  event: string,
  currency: string,
): Promise<readonly ClosedStatement[]> {
  return await queryRows<ClosedStatement>(
    db,
    `select id, currency, number, opening::text, sales::text, refunds::text, service_fees::text, corrections::text,
       payouts::text, closing::text, line_count, content_hash,
       to_char(period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as start,
       to_char(period_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as end
     from settlement_statements where event_id = $1 and currency = $2 order by number`,
    [event, currency],
  );
}

export async function linesOf(db: Database, statement: string): Promise<readonly ClosedLine[]> {
  return await queryRows<ClosedLine>(
    db,
    `select position, kind, reason, woo_order_id, order_number, payout_id, reference, ticket_numbers, gross::text,
       refunded::text, service_fee::text, amount::text,
       to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as happened
     from settlement_lines where statement_id = $1 order by position`,
    [statement],
  );
}

/** In hundred-millionths. */
function exact(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(8, '0'));
}

function balanceOf(one: StatementFigures): bigint {
  const { opening, sales, refunds, service_fees: fees, corrections, payouts } = one;
  return exact(opening) + exact(sales) - exact(refunds) - exact(fees) + exact(corrections) - exact(payouts);
}

/** The hash of a closed statement, computed without the database. */
function hashOf(event: string, one: ClosedStatement, lines: readonly ClosedLine[]): string {
  const head = [event, one.currency, one.number, one.start, one.end, one.opening];
  const rows = lines.map((line) => [
    line.position,
    line.kind,
    line.reason,
    line.woo_order_id,
    line.order_number,
    line.payout_id,
    line.reference,
    line.happened,
    line.ticket_numbers,
    line.gross,
    line.refunded,
    line.service_fee,
    line.amount,
  ]);
  const text = [head, ...rows].map(asPostgresWrites).join('\n');
  return createHash('sha256').update(text).digest('hex');
}

function asPostgresWrites(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(asPostgresWrites).join(', ')}]` : JSON.stringify(value);
}

/**
 * Compares an event's statements with its sums, which no statement reads: every order and payout is in exactly one sum
 * of closed and open lines.
 */
export async function compareWithSums(db: Database, event: string, currency: string): Promise<void> {
  const { statuses } = await readEventSums(db, event);
  const sold = statuses.filter(
    (one) => one.currency === currency && ['paid', 'refunded'].includes(one.status),
  );
  const sums = (name: 'total' | 'refunded' | 'service_fee' | 'organizer_amount'): bigint =>
    sold.reduce((sum, row) => sum + exact(row[name]), 0n);
  const [paid] = await queryRows<{ amount: string }>(
    db,
    `select coalesce(sum(amount), 0)::numeric(26, 8)::text as amount from payouts where event_id = $1 and currency = $2`,
    [event, currency],
  );
  const closed = await closedStatements(db, event, currency);
  let before: ClosedStatement | undefined;
  const lines: ClosedLine[] = [];
  for (const one of closed) {
    expect([one.number, one.start, one.opening]).toEqual([
      (before?.number ?? 0) + 1,
      before?.end ?? null,
      before?.closing ?? '0.00000000',
    ]);
    expect(exact(one.closing)).toBe(balanceOf(one));
    const own = await linesOf(db, one.id);
    expect(own).toHaveLength(one.line_count);
    expect(own.reduce((sum, { amount }) => sum + exact(amount), 0n)).toBe(
      exact(one.closing) - exact(one.opening),
    );
    expect(hashOf(event, one, own)).toBe(one.content_hash);
    lines.push(...own);
    before = one;
  }
  const open = await draftOf(db, event, currency);
  expect(open.opening).toBe(before?.closing ?? '0.00000000');
  expect(exact(open.closing)).toBe(balanceOf(open));
  expect(exact(open.closing)).toBe(sums('organizer_amount') - exact(paid?.amount ?? '0'));
  expect(exact(open.closing)).toBe(
    sums('total') - sums('refunded') - sums('service_fee') - exact(paid?.amount ?? '0'),
  );
}

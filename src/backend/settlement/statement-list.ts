import { AppError } from '../../kernel/errors.ts';
import type { StatementLineKind } from '../../vocabulary/statements.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { SHOWN_LINE, type StatementFigures, type StatementLine } from './statement-draft.ts';

/** A closed statement without its lines. */
export interface StatementRow extends StatementFigures {
  readonly id: string;
  readonly event: string;
  readonly event_title: string;
  readonly organizer: string;
  readonly organizer_name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly number: number;
  readonly first_day: string | null;
  readonly last_day: string;
  readonly period_start: string | null;
  readonly period_end: string;
  readonly content_hash: string;
  readonly closed_at: string;
  readonly closed_by_name: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface StatementFilter {
  readonly event: string | null;
  readonly organizer: string | null;
  readonly currency: string | null;
}

export interface LineFilter {
  readonly kind: StatementLineKind | null;
  /** The number or the store's id of an order. */
  readonly search: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);
const WHERE = `($1::uuid is null or s.event_id = $1) and ($2::uuid is null or s.organizer_id = $2)
  and ($3::text is null or s.currency = $3)`;
const COLUMNS = `s.id, s.event_id as event, s.event_title, s.organizer_id as organizer, s.organizer_name, s.timezone,
  s.currency, s.number, s.first_day::text as first_day, s.last_day::text as last_day,
  ${time('s.period_start')} as period_start, ${time('s.period_end')} as period_end, s.opening::text as opening,
  s.sales::text as sales, s.refunds::text as refunds, s.service_fees::text as service_fees,
  s.corrections::text as corrections, s.payouts::text as payouts, s.closing::text as closing, s.line_count,
  s.content_hash, ${time('s.closed_at')} as closed_at,
  coalesce(u.name, split_part(u.email, '@', 1)) as closed_by_name, ${time('s.created_at')} as created_at,
  ${time('s.updated_at')} as updated_at`;
const FROM = 'settlement_statements s left join users u on u.id = s.closed_by';
const LINES_WHERE = `l.statement_id = $1 and ($2::text is null or l.kind = $2)
  and ($3::text is null or l.order_number = $3 or l.woo_order_id::text = $3)`;

export async function countStatements(db: Queryable, filter: StatementFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from settlement_statements s where ${WHERE}`,
    [filter.event, filter.organizer, filter.currency],
  );
  return row?.count ?? 0;
}

/** The last closed first. */
export async function listStatements(
  db: Queryable,
  filter: StatementFilter,
  limit: number,
  offset: number,
): Promise<readonly StatementRow[]> {
  return await queryRows<StatementRow>(
    db,
    `select ${COLUMNS} from ${FROM} where ${WHERE} order by s.closed_at desc, s.id desc limit $4 offset $5`,
    [filter.event, filter.organizer, filter.currency, limit, offset],
  );
}

/** @throws missing `statements.none` */
export async function requireStatement(db: Queryable, id: string): Promise<StatementRow> {
  const [row] = await queryRows<StatementRow>(db, `select ${COLUMNS} from ${FROM} where s.id = $1`, [id]);
  if (row === undefined) {
    throw new AppError({ code: 'statements.none', message: 'There is no such settlement statement.' });
  }
  return row;
}

/** Corrections and payouts, which a page lists: the first of them, and how many there are. */
export async function listChanges(
  db: Queryable,
  id: string,
  limit: number,
): Promise<{ readonly lines: readonly StatementLine[]; readonly count: number }> {
  const where = `l.statement_id = $1 and l.kind in ('correction', 'payout')`;
  const lines = await queryRows<StatementLine>(
    db,
    `select ${SHOWN_LINE} from settlement_lines l where ${where} order by l.position desc limit $2`,
    [id, limit],
  );
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from settlement_lines l where ${where}`,
    [id],
  );
  return { lines: lines.toReversed(), count: row?.count ?? 0 };
}

export async function countLines(db: Queryable, id: string, filter: LineFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from settlement_lines l where ${LINES_WHERE}`,
    [id, filter.kind, filter.search],
  );
  return row?.count ?? 0;
}

export async function listLines(
  db: Queryable,
  id: string,
  filter: LineFilter,
  limit: number,
  offset: number,
): Promise<readonly StatementLine[]> {
  return await queryRows<StatementLine>(
    db,
    `select ${SHOWN_LINE} from settlement_lines l where ${LINES_WHERE} order by l.position limit $4 offset $5`,
    [id, filter.kind, filter.search, limit, offset],
  );
}

/** The lines after a position, for a reader that reads all of them. */
export async function listLinesAfter(
  db: Queryable,
  id: string,
  position: number,
  limit: number,
): Promise<readonly StatementLine[]> {
  return await queryRows<StatementLine>(
    db,
    `select ${SHOWN_LINE} from settlement_lines l where l.statement_id = $1 and l.position > $2
     order by l.position limit $3`,
    [id, position, limit],
  );
}

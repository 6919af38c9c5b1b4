import type { CorrectionReason, StatementLineKind } from '../../vocabulary/statements.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { DRAFT, hashOfLines, LINE_SUMS } from './draft-lines.ts';
import { draftValues, type OpenPeriod } from './open-period.ts';

/** The figures of a statement; amounts have eight decimals. */
export interface StatementFigures {
  readonly opening: string;
  readonly sales: string;
  readonly refunds: string;
  readonly service_fees: string;
  readonly corrections: string;
  readonly payouts: string;
  readonly closing: string;
  readonly line_count: number;
}

/** What a statement of this period would say now, and the hash that it would have. */
export interface StatementDraft extends StatementFigures {
  readonly content_hash: string;
}

export interface StatementLine {
  readonly position: number;
  readonly kind: StatementLineKind;
  readonly reason: CorrectionReason | null;
  readonly order_id: string | null;
  readonly woo_order_id: number | null;
  readonly order_number: string | null;
  readonly payout_id: string | null;
  readonly reference: string | null;
  readonly happened_at: string | null;
  readonly ticket_numbers: readonly string[];
  readonly gross: string;
  readonly refunded: string;
  readonly service_fee: string;
  readonly amount: string;
}

/** SQL for the columns of lines `l`. */
export const SHOWN_LINE = `l.position, l.kind, l.reason, l.order_id, l.woo_order_id, l.order_number, l.payout_id,
  l.reference, ${readExpression('timestamptz', 'l.happened_at')} as happened_at, l.ticket_numbers,
  l.gross::text as gross, l.refunded::text as refunded, l.service_fee::text as service_fee, l.amount::text as amount`;

const FACTS = {
  event: '$1::uuid',
  currency: '$2::text',
  number: '$8::integer',
  start: '$3::timestamptz',
  end: '$4::timestamptz',
  opening: '$9::numeric',
};

export async function readDraft(db: Queryable, period: OpenPeriod): Promise<StatementDraft> {
  const [row] = await queryRows<StatementDraft>(
    db,
    `with ${DRAFT}, sums as (
       select ${LINE_SUMS}, ${hashOfLines(FACTS)} as content_hash from draft l
     )
     select $9::numeric(26, 8)::text as opening, sales::text as sales, refunds::text as refunds,
       service_fees::text as service_fees, corrections::text as corrections, payouts::text as payouts,
       ($9::numeric + change)::numeric(26, 8)::text as closing, line_count, content_hash
     from sums`,
    [...draftValues(period), period.number, period.opening],
  );
  if (row === undefined) throw new Error('sums have one row');
  return row;
}

/** A part of the lines, in the order in which they would be stated, and the count of all; null if the part is empty. */
export async function listDraftLines(
  db: Queryable,
  period: OpenPeriod,
  after: number,
  limit: number,
): Promise<{ readonly lines: readonly StatementLine[]; readonly count: number | null }> {
  const rows = await queryRows<StatementLine & { readonly line_count: number }>(
    db,
    `with ${DRAFT} select * from (
       select ${SHOWN_LINE}, (count(*) over ())::integer as line_count from draft l
     ) l where l.position > $8 order by l.position limit $9`,
    [...draftValues(period), after, limit],
  );
  const lines = rows.map((row) => {
    const { line_count: _, ...line } = row;
    return line;
  });
  return { lines, count: rows[0]?.line_count ?? null };
}

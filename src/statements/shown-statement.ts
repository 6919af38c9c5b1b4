import type { OpenPeriod } from '../backend/settlement/open-period.ts';
import type { PayoutRow } from '../backend/settlement/payout-records.ts';
import type {
  StatementDraft,
  StatementFigures,
  StatementLine,
} from '../backend/settlement/statement-draft.ts';
import type { StatementRow } from '../backend/settlement/statement-list.ts';
import type {
  OpenStatement,
  Payout,
  StatementLine as ShownLine,
  Statement,
} from '../contract/ticketing/statements.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { parseMoney } from '../kernel/money/money.ts';

const FIGURES = [
  'opening',
  'sales',
  'refunds',
  'service_fees',
  'corrections',
  'payouts',
  'closing',
] as const satisfies readonly (keyof StatementFigures)[];

/** A closed statement with the digits of its currency. */
export function shownStatement(row: StatementRow): Statement {
  return { ...row, ...shownFigures(row, row.currency) };
}

/** @param latest the last day with which it can be closed now */
export function shownDraft(
  period: OpenPeriod,
  draft: StatementDraft,
  latest: string | null,
): Omit<OpenStatement, 'verified_at' | 'unproven' | 'open_rejects'> {
  return {
    event: period.event,
    event_title: period.event_title,
    organizer: period.organizer,
    organizer_name: period.organizer_name,
    timezone: period.timezone,
    currency: period.currency,
    number: period.number,
    first_day: period.first_day,
    period_start: period.period_start,
    last_day: period.last_day,
    period_end: period.period_end,
    ...draft,
    ...shownFigures(draft, period.currency),
    latest_last_day: latest,
  };
}

export function shownLine(line: StatementLine, currency: string): ShownLine {
  const { order_id: order, payout_id: payout, ticket_numbers, ...facts } = line;
  return {
    ...facts,
    order,
    payout,
    ticket_numbers: [...ticket_numbers],
    gross: amount(line.gross, currency),
    refunded: amount(line.refunded, currency),
    service_fee: amount(line.service_fee, currency),
    amount: amount(line.amount, currency),
  };
}

export function shownPayout(row: PayoutRow): Payout {
  return { ...row, amount: amount(row.amount, row.currency) };
}

function shownFigures(row: StatementFigures, currency: string): Record<(typeof FIGURES)[number], string> {
  return Object.fromEntries(FIGURES.map((name) => [name, amount(row[name], currency)])) as Record<
    (typeof FIGURES)[number],
    string
  >;
}

function amount(eightDecimals: string, currency: string): string {
  return formatAmount(parseMoney(eightDecimals), currency);
}

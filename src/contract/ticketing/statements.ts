import { z } from 'zod';
import { LANGUAGES } from '../../vocabulary/people.ts';
import { CORRECTION_REASONS, STATEMENT_LINE_KINDS, UNPROVEN_REASONS } from '../../vocabulary/statements.ts';
import { listQuery, pageOf } from '../page.ts';
import { amountShape, anyText, idShape, instantShape, lineInput } from '../scalars.ts';

const dayShape = z.iso.date();
/** A day of this century: `2026-03-31`. */
export const dayInput = anyText().check(z.iso.date(), z.regex(/^20/));
/** The code of a currency: `CLP`. */
export const currencyInput = anyText().regex(/^[A-Z]{3,4}$/);

/** opening + sales − refunds − service_fees + corrections − payouts = closing */
const figures = {
  opening: amountShape,
  /** What buyers paid, in orders that are stated for the first time. */
  sales: amountShape,
  /** Refunds of these orders until the end of the period, and refunds of earlier orders in the period. */
  refunds: amountShape,
  service_fees: amountShape,
  /** What changed in orders that were stated before or belong to earlier periods. */
  corrections: amountShape,
  payouts: amountShape,
  closing: amountShape,
  line_count: z.int(),
};

const period = {
  event: idShape,
  event_title: z.string(),
  organizer: idShape,
  organizer_name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  /** 1, 2, 3, … for each event and currency. */
  number: z.int(),
  /** Null in the first statement, which begins with the first order. */
  first_day: dayShape.nullable(),
  period_start: instantShape.nullable(),
};

/** A closed statement, which never changes. */
export const statementShape = z.object({
  id: idShape,
  ...period,
  last_day: dayShape,
  period_end: instantShape,
  ...figures,
  /** SHA-256 of the period, the opening balance and the lines. */
  content_hash: z.string(),
  closed_at: instantShape,
  /** Null if it was closed on the command line. */
  closed_by_name: z.string().nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Statement = z.infer<typeof statementShape>;
export const statementPageShape = pageOf(statementShape);
export const statementQuery = listQuery(
  { event: idShape.optional(), organizer: idShape.optional(), currency: currencyInput.optional() },
  [],
).omit({ ordering: true, search: true });

/** What the next statement would say, of which nothing is kept yet. */
const openStatementShape = z.object({
  ...period,
  /** Null: until now. */
  last_day: dayShape.nullable(),
  period_end: instantShape.nullable(),
  ...figures,
  /** Send it to close exactly this statement. */
  content_hash: z.string(),
  /** The last day with which the period can be closed now: yesterday in the event's zone. Null: not yet. */
  latest_last_day: dayShape.nullable(),
  /** When the last verified sync of the event began; null: none, or its configuration is deleted. */
  verified_at: instantShape.nullable(),
  /** Why the figures may differ from the store. If there is a reason, a closing must confirm it. */
  unproven: z.array(z.enum(UNPROVEN_REASONS)),
  /** Rows of the store that cannot be read and that no person dismissed. */
  open_rejects: z.int(),
});
export type OpenStatement = z.infer<typeof openStatementShape>;
export const openStatementsShape = z.object({ results: z.array(openStatementShape) });
export const openStatementsQuery = z.strictObject({
  event: idShape,
  currency: currencyInput.optional(),
  /** By default until now. */
  last_day: dayInput.optional(),
});

const lineShape = z.object({
  /** Its place in the statement: 1, 2, 3, … */
  position: z.int(),
  kind: z.enum(STATEMENT_LINE_KINDS),
  /** Of a correction. */
  reason: z.enum(CORRECTION_REASONS).nullable(),
  order: idShape.nullable(),
  woo_order_id: z.int().nullable(),
  order_number: z.string().nullable(),
  payout: idShape.nullable(),
  /** Of a payout. */
  reference: z.string().nullable(),
  /** When the order was paid or the refund was made; of a payout its day, at midnight UTC. */
  happened_at: instantShape.nullable(),
  ticket_numbers: z.array(z.string()),
  gross: amountShape,
  refunded: amountShape,
  service_fee: amountShape,
  /** What the line adds to the balance. */
  amount: amountShape,
});
export type StatementLine = z.infer<typeof lineShape>;
export const statementLinePageShape = pageOf(lineShape);
export const statementLineQuery = listQuery({ kind: z.enum(STATEMENT_LINE_KINDS).optional() }, []).omit({
  ordering: true,
});
export const openLineQuery = listQuery(
  { event: idShape, currency: currencyInput, last_day: dayInput.optional() },
  [],
).omit({ ordering: true, search: true });

export const closeStatementInput = z.strictObject({
  event: idShape,
  currency: currencyInput,
  /** The last day of the period, in the event's zone. */
  last_day: dayInput,
  /** Of the statement that was shown. */
  content_hash: anyText().regex(/^[0-9a-f]{64}$/),
  /** Closes the period although its open statement has reasons in `unproven`. */
  confirm_unproven: z.boolean().optional(),
});

export const statementExportQuery = z.strictObject({
  format: z.enum(['csv', 'pdf']).optional(),
  /** By default that of the user; in Spanish, CSV has semicolons and a decimal comma. */
  language: z.enum(LANGUAGES).optional(),
});

const payoutShape = z.object({
  id: idShape,
  event: idShape,
  event_title: z.string(),
  organizer: idShape,
  organizer_name: z.string(),
  currency: z.string(),
  amount: amountShape,
  /** In the event's zone. */
  paid_on: dayShape,
  reference: z.string().nullable(),
  recorded_by_name: z.string().nullable(),
  /** The closed statement that contains it; null: a later closing will. */
  statement: idShape.nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Payout = z.infer<typeof payoutShape>;
export { payoutShape };
export const payoutPageShape = pageOf(payoutShape);

/** At most fifteen digits before the point, and as many decimals as the currency has. */
export const payoutAmountInput = anyText()
  .regex(/^-?\d{1,15}(\.\d{1,8})?$/)
  .regex(/[1-9]/);
export const payoutReferenceInput = lineInput(120);

export const payoutInput = z.strictObject({
  event: idShape,
  currency: currencyInput,
  /** Negative: the organizer paid it back. */
  amount: payoutAmountInput,
  paid_on: dayInput,
  /** The number of the transfer, for example. Write no personal data: statements contain it. */
  reference: payoutReferenceInput.nullable().optional(),
});

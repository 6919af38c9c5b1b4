/** A refund line, or a part of it, that refunds units of a line. */
interface RefundedUnitsFigures {
  readonly refund: number;
  /** The amount of the whole refund. */
  readonly of: bigint;
  /** The amount for the line. */
  readonly amount: bigint;
  readonly units: number;
  /** False if the line that the refund names is gone, so that product and variation identify this one. */
  readonly named: boolean;
}

/**
 * The figures on which each reason rests, by its code. An amount is a bigint with eight decimals, in the order's
 * currency. A ticket is the id of its post, or its key if it has no post. A line is named by the store's item id.
 */
export interface ReasonFigures {
  order_by_lines: { readonly order: number; readonly lines: readonly number[]; readonly units: number };
  order_by_tickets: { readonly order: number; readonly tickets: readonly number[] };
  order_draft: { readonly order: number; readonly source: string };
  order_not_of_event: { readonly order: number };
  order_gone: { readonly order: number };
  order_other_lines: { readonly lines: readonly number[]; readonly amount: bigint };
  order_further_product: { readonly lines: readonly number[]; readonly product: number };
  order_translation: {
    readonly lines: readonly number[];
    readonly product: number;
    readonly original: number;
  };
  order_erased: { readonly order: number };
  order_trashed: { readonly order: number };

  status_own: { readonly source: string; readonly status: string };
  status_mapped: { readonly source: string; readonly status: string };
  status_unmapped: { readonly source: string; readonly status: string };
  status_paid_by_date: { readonly order: number };
  status_paid_by_tickets: { readonly order: number; readonly issuing: readonly string[] };
  status_never_paid: { readonly order: number };

  money_store: { readonly charged: bigint; readonly returned: bigint };
  money_line: {
    readonly line: number;
    readonly units: number;
    readonly subtotal: bigint;
    readonly discount: bigint;
    readonly tax: bigint;
    readonly amount: bigint;
  };
  money_line_rounded: { readonly line: number; readonly exact: bigint; readonly amount: bigint };
  money_meets_total: { readonly charged: bigint; readonly sum: bigint; readonly rounding: bigint };
  money_off_total: { readonly charged: bigint; readonly sum: bigint; readonly difference: bigint };
  money_total: { readonly lines: readonly number[]; readonly amount: bigint };
  money_refunded: { readonly named: bigint; readonly apportioned: bigint; readonly amount: bigint };
  money_net: { readonly total: bigint; readonly refunded: bigint; readonly amount: bigint };
  money_fee: { readonly net: bigint; readonly percentage: string; readonly amount: bigint };
  money_no_fee: { readonly net: bigint };
  money_owes_nothing: { readonly status: string; readonly net: bigint };
  money_organizer: { readonly net: bigint; readonly fee: bigint; readonly amount: bigint };

  refund_line: RefundOf & { readonly line: number; readonly units: number; readonly amount: bigint };
  refund_replaced_line: RefundOf & {
    readonly line: number;
    readonly product: number;
    readonly units: number;
    readonly amount: bigint;
  };
  refund_gone_line: RefundOf & {
    readonly product: number;
    readonly units: number;
    readonly amount: bigint;
  };
  refund_other_line: RefundOf & { readonly line: number; readonly amount: bigint };
  refund_rest: RefundOf & { readonly named: bigint; readonly rest: bigint; readonly part: bigint };
  refund_amount_only: RefundOf & { readonly part: bigint };
  refund_event: RefundOf & { readonly amount: bigint };

  tickets_refunded: {
    readonly line: number;
    readonly refunded: number;
    readonly tickets: number;
    readonly refunds: readonly RefundedUnitsFigures[];
    readonly policy: string;
  };
  tickets_issued: { readonly tickets: readonly number[] };
  tickets_pending: { readonly attendees: readonly string[] };
  tickets_not_owed: { readonly attendees: readonly string[]; readonly status: string };
  tickets_of_line: { readonly line: number; readonly units: number };
  tickets_of_unpaid_line: { readonly line: number; readonly units: number; readonly status: string };
  tickets_without: { readonly line: number; readonly units: number; readonly amount: bigint };

  ticket_of_attendee: TicketOf & { readonly attendee: string };
  ticket_variation: TicketOf & { readonly variation: number };
  ticket_chosen_again: TicketOf;
  ticket_chosen_trashed: TicketOf;
  ticket_chosen_invalid: TicketOf;
  ticket_chosen_outside: TicketOf;
  ticket_chosen_inside: TicketOf;
  ticket_surplus: TicketOf;
  ticket_days: TicketOf & { readonly store: readonly number[]; readonly here: readonly number[] };
  ticket_active: TicketOf;
  ticket_pending: TicketOf;
  ticket_refunded: TicketOf;
  ticket_order_refunded: TicketOf;
  ticket_cancelled: TicketOf & { readonly source: string };
  ticket_order_cancelled: TicketOf;
  ticket_order_unpaid: TicketOf & { readonly status: string };
  ticket_unpublished: TicketOf & { readonly source: string };
  ticket_unpaid: TicketOf & { readonly source: string };
  ticket_trashed: TicketOf;
  ticket_orphaned: TicketOf & { readonly order: number };
  ticket_imported: TicketOf;
  ticket_imported_active: TicketOf;
  ticket_gone: TicketOf;
  ticket_no_longer_owed: TicketOf;
  ticket_edited: TicketOf & { readonly fields: readonly string[] };
  ticket_money: TicketOf & {
    readonly price: bigint;
    readonly returned: bigint;
    readonly fee: bigint;
    readonly amount: bigint;
  };
}

interface RefundOf {
  readonly refund: number;
  /** The amount of the whole refund. */
  readonly of: bigint;
}

interface TicketOf {
  readonly ticket: string;
}

export type ReasonCode = keyof ReasonFigures;

/** Why a row is as it is: the rule that decided, and the figures that it used. */
export type Reason = {
  readonly [Code in ReasonCode]: { readonly code: Code; readonly figures: ReasonFigures[Code] };
}[ReasonCode];

/** Receives the reasons in the order in which the rules decide. Without a receiver, none are made. */
export type Because = (reason: Reason) => void;

/** Figures whose amounts are texts, as in replies. */
export type ShownFigures<Figures> = {
  readonly [Name in keyof Figures]: ShownFigure<Figures[Name]>;
};

type ShownFigure<Figure> = Figure extends bigint
  ? string
  : Figure extends readonly (infer Item)[]
    ? readonly (Item extends object ? ShownFigures<Item> : Item)[]
    : Figure;

/**
 * Facts that the store states about a ticket and that no rule changes, under the names of their columns. The
 * model and the API's reply follow from this list. To add one, add a line here, in `backend/tables/tickets.ts`
 * and in the panel's `TicketFacts.tsx`, and add its translation, its column and its texts.
 */
export const TICKET_DETAILS = {
  /** The slot of the event, as the store shows it. Null if the event is not sold by slots. */
  slot: 'text',
  slot_at: 'instant',
  /** The day of the slot, as the store shows it, if `slot_at` is not known or the slot has no time of day. */
  slot_date: 'text',
  seat_row: 'text',
  seat_number: 'text',
} as const;

type Details = typeof TICKET_DETAILS;

export type TicketDetails = {
  readonly [Name in keyof Details]: (Details[Name] extends 'instant' ? Date : string) | null;
};

export const NO_DETAILS = Object.fromEntries(
  Object.keys(TICKET_DETAILS).map((name) => [name, null]),
) as TicketDetails;

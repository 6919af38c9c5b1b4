/**
 * What the store says of a ticket and no rule changes, by the names of its columns. The model and the reply of the API
 * follow from it: one more of them is a line here, in `backend/tables/tickets.ts` and in the panel's `TicketFacts.tsx`,
 * its translation, its column and its words.
 */
export const TICKET_DETAILS = {
  /** The slot of the event, as the store shows it; null: the event is not sold by slots. */
  slot: 'text',
  slot_at: 'instant',
  /** The day of the slot, as the store shows it, where `slot_at` is not known or the slot has no time of day. */
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

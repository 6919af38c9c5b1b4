import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import type { ExistingTicket } from '../../ticketing/model/event-order.ts';
import type { Attendee, DayState, FormAnswer } from '../../ticketing/model/store-order.ts';

type StoreValues = { readonly [key: string]: Json };

/**
 * An existing ticket row in the form that the rules need. It has the attendee as last synced, not as edited
 * here. Its pending key is valid within its order only, so a ticket that moved to another order has none.
 */
export function existingTicket(existing: ExistingTicketRow, wooOrderId: number | null): ExistingTicket {
  const values = storeValues(existing);
  return {
    id: existing.id,
    wooTicketId: existing.wooTicketId,
    pendingKey: existing.wooOrderId === wooOrderId ? existing.pendingKey : null,
    productId: existing.wooProductId,
    variationId: existing.wooVariationId,
    refunded: existing.status === 'refunded' && existing.removedReason === null,
    attendee: attendee(values),
    formData: (values['form_data'] ?? []) as unknown as readonly FormAnswer[],
    localDays: days(existing.localDays ?? {}),
  };
}

/** The state of each day in the store, as last synced. */
export function syncedDays(existing: ExistingTicketRow): readonly DayState[] {
  return days((storeValues(existing)['days'] ?? {}) as Readonly<Record<string, string>>);
}

function storeValues(existing: ExistingTicketRow): StoreValues {
  return existing.storeValues as StoreValues;
}

function attendee(values: StoreValues): Attendee {
  const text = (name: string): string | null => (values[name] ?? null) as string | null;
  return {
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text('email'),
    phone: text('phone'),
    company: text('company'),
    designation: text('designation'),
  };
}

function days(byDay: Readonly<Record<string, string>>): readonly DayState[] {
  return Object.entries(byDay).map(([day, status]) => ({
    day: Number(day),
    checkedIn: status === 'checked_in',
  }));
}

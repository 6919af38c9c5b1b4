import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { isOfEvent } from '../membership.ts';
import type { EventRules, ExistingTicket } from '../model/event-order.ts';
import type { CheckoutTicket, StoreOrder, StoreTicket } from '../model/store-order.ts';
import { pairAttendees } from './attendee-pairing.ts';
import { issuedDraft, postlessDraft, type TicketDraft } from './ticket-draft.ts';
import { withKeysNow } from './unread-attendees.ts';

/**
 * Lists the tickets that the plugin created, by post id, then those that it still has to create, by `x.y`.
 *
 * For a paid order whose tickets were not created yet, there is one ticket to come for each attendee of its
 * checkout record. When a post appears, it continues the row of its pending ticket and so keeps its id, its
 * local check-in and its edits. The record names all attendees, including those who have a post already. If an
 * attendee's post exists, in the trash or not, no further ticket is to come for that attendee. If the post was
 * deleted, a ticket is to come again, as in the store, on the row of that post.
 */
export function pluginTickets(
  order: StoreOrder,
  status: OrderStatus,
  rules: EventRules,
  existing: readonly ExistingTicket[],
  because?: Because,
): readonly TicketDraft[] {
  const posts = order.tickets
    .filter((ticket) => isOfEvent(ticket, rules))
    .toSorted((a, b) => a.wooTicketId - b.wooTicketId);
  const entries = order.checkoutTickets
    .filter((ticket) => isOfEvent(ticket, rules))
    .toSorted((a, b) => compareKeys(a.key, b.key));
  const owes = status === 'paid' && !order.ticketsGenerated;
  if (because !== undefined) {
    if (posts.length > 0) {
      because({ code: 'tickets_issued', figures: { tickets: posts.map(({ wooTicketId }) => wooTicketId) } });
    }
  }

  const ofAttendees = existing
    .filter(({ pendingKey }) => pendingKey !== null && !isLineKey(pendingKey))
    .toSorted((a, b) => compareKeys(a.pendingKey ?? '', b.pendingKey ?? ''));
  const others = existing.filter(({ pendingKey }) => pendingKey === null || isLineKey(pendingKey));
  const rowOfPost = new Map<number, ExistingTicket>();
  const rowOfKey = new Map<string, ExistingTicket>();
  for (const row of [...withKeysNow(ofAttendees, entries), ...others]) {
    if (row.wooTicketId !== null) rowOfPost.set(row.wooTicketId, row);
    if (row.pendingKey !== null && !isLineKey(row.pendingKey)) rowOfKey.set(row.pendingKey, row);
  }

  const continued = pairInGroups(
    posts.filter((post) => madeAtCheckout(post) && !rowOfPost.has(post.wooTicketId)),
    pendingRows(rowOfKey, entries),
  );
  const issued = posts.map((post) => {
    const row = rowOfPost.get(post.wooTicketId) ?? continued.get(post)?.row;
    const key = row?.pendingKey ?? null;
    if (key !== null) explainAttendee(post, key, because);
    return { post, row, key };
  });
  const served = new Set(issued.map(({ key }) => key));
  const servedNow = pairInGroups(
    issued.filter(({ post, key }) => key === null && madeAtCheckout(post)).map(({ post }) => post),
    entries.filter(({ key }) => !served.has(key)),
  );
  for (const [post, entry] of servedNow) {
    served.add(entry.key);
    if (owes) explainAttendee(post, entry.key, because);
  }
  const attendees = entries.map(({ key }) => key).filter((key) => !served.has(key));
  if (attendees.length > 0) {
    if (owes) because?.({ code: 'tickets_pending', figures: { attendees } });
    else if (status !== 'paid') because?.({ code: 'tickets_not_owed', figures: { attendees, status } });
  }
  if (!owes) return issued.map(({ post, row, key }) => issuedDraft(post, row, key));
  return [
    ...issued.map(({ post, row, key }) => {
      const entry = servedNow.get(post);
      // A key stays with the row that has it, because the row of a deleted post may be continued later.
      const free = entry !== undefined && !rowOfKey.has(entry.key) ? entry.key : null;
      return issuedDraft(post, row, key ?? free);
    }),
    ...entries
      .filter(({ key }) => !served.has(key))
      .map((entry) => owedDraft(entry, order.wooOrderId, rowOfKey.get(entry.key))),
  ];
}

/** Rows that wait for their post, by `x.y`. As long as the store's record exists, it names their attendees. */
function pendingRows(rowOfKey: ReadonlyMap<string, ExistingTicket>, entries: readonly CheckoutTicket[]) {
  const entryOfKey = new Map(entries.map((entry) => [entry.key, entry]));
  return [...rowOfKey]
    .filter(([, row]) => row.wooTicketId === null)
    .toSorted(([a], [b]) => compareKeys(a, b))
    .map(([key, row]) => {
      const entry = entryOfKey.get(key);
      const { productId, variationId, attendee, formData } = entry ?? row;
      return { row, productId, variationId, attendee, formData, details: entry?.details };
    });
}

/** The plugin creates a post only from an attendee of the same product and variation. */
function pairInGroups<E extends Pick<CheckoutTicket, 'productId' | 'variationId' | 'attendee' | 'formData'>>(
  posts: readonly StoreTicket[],
  entries: readonly E[],
): ReadonlyMap<StoreTicket, E> {
  const pairs = new Map<StoreTicket, E>();
  // The usual case: all tickets exist, and none is pending.
  if (entries.length === 0) return pairs;
  const groups = new Map(posts.map((post) => [`${post.productId}.${post.variationId}`, post]));
  for (const { productId, variationId } of groups.values()) {
    const inGroup = (ticket: { readonly productId: number; readonly variationId: number }) =>
      ticket.productId === productId && ticket.variationId === variationId;
    for (const [post, entry] of pairAttendees(posts.filter(inGroup), entries.filter(inGroup))) {
      pairs.set(post, entry);
    }
  }
  return pairs;
}

function explainAttendee(post: StoreTicket, attendee: string, because: Because | undefined): void {
  because?.({ code: 'ticket_of_attendee', figures: { ticket: String(post.wooTicketId), attendee } });
}

function madeAtCheckout(post: StoreTicket): boolean {
  return post.createType === null || post.createType === '';
}

function owedDraft(entry: CheckoutTicket, wooOrderId: number, row: ExistingTicket | undefined): TicketDraft {
  const { key, productId, variationId, attendee, formData, details } = entry;
  return postlessDraft(
    { origin: 'checkout', pendingKey: key, wooOrderId, productId, variationId, attendee, formData, details },
    row,
  );
}

function isLineKey(key: string): boolean {
  return key.startsWith('line:');
}

/** Compares keys by number: `1.10` comes after `1.9`. */
export function compareKeys(a: string, b: string): number {
  const [ax = 0, ay = 0] = a.split('.').map(Number);
  const [bx = 0, by = 0] = b.split('.').map(Number);
  return ax - bx || ay - by;
}

import type { DemoLine, DemoOrder, DemoTicket } from '../../../src/demo/model/model.ts';
import { ERASED, type ModelPerson, modelAttendee } from './model-person.ts';

/** A ticket of an order before its unit is known. */
export interface Candidate {
  readonly post: DemoTicket | null;
  readonly name: string;
  readonly variationId: number;
  readonly person: ModelPerson;
}

/** All candidates for an order's units: its posts, and the attendees whose tickets were not made yet. */
export function modelCandidates(
  order: DemoOrder,
  lines: readonly DemoLine[],
  posts: readonly DemoTicket[],
  productId: number,
  status: string,
): readonly Candidate[] {
  const named = posts.map((post) => candidateOf(order, post, posts));
  return [...withVariations(named, lines, order, productId), ...waiting(order, status, productId)];
}

function candidateOf(order: DemoOrder, post: DemoTicket, posts: readonly DemoTicket[]): Candidate {
  const buyers = order.anonymised ? posts.map(({ purchaser }) => purchaser) : [];
  const { id, variationId } = post;
  return { post, name: `post ${id}`, variationId, person: modelAttendee(post, buyers) };
}

/** Posts without a variation get the remaining units of the order, by item, after all others. */
function withVariations(
  posts: readonly Candidate[],
  lines: readonly DemoLine[],
  order: DemoOrder,
  productId: number,
): readonly Candidate[] {
  const units = lines
    .toSorted((a, b) => a.itemId - b.itemId)
    .flatMap(({ variationId, quantity }) => Array.from({ length: Math.max(0, quantity) }, () => variationId));
  const take = (variationId: number): void => {
    const at = units.indexOf(variationId);
    if (at >= 0) units.splice(at, 1);
  };
  const record = order.ticketsGenerated ? [] : (order.checkoutRecord ?? []);
  for (const event of record) {
    if (event.productId === productId) for (const { variationId } of event.tickets) take(variationId);
  }
  const found = new Map<Candidate, number>();
  for (const isTrashed of [false, true]) {
    const all = posts.filter(({ post }) => (post?.trashedAtUtc !== null) === isTrashed);
    for (const { variationId } of all) take(variationId);
    for (const one of all.filter(({ variationId }) => variationId === 0)) found.set(one, units.shift() ?? 0);
  }
  return posts.map((one) => ({ ...one, variationId: found.get(one) ?? one.variationId }));
}

/** Attendees of a paid order whose tickets the plugin still has to make. */
function waiting(order: DemoOrder, status: string, productId: number): readonly Candidate[] {
  if (status !== 'paid' || order.ticketsGenerated) return [];
  return (order.checkoutRecord ?? []).flatMap((event, x) =>
    event.productId !== productId
      ? []
      : event.tickets.map((ticket, y) => ({
          post: null,
          name: `${order.id} ${x + 1}.${y + 1}`,
          variationId: ticket.variationId,
          person: order.anonymised ? ERASED : modelAttendee(ticket, []),
        })),
  );
}

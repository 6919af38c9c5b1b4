import { queryRows, streamRows, type Transaction } from '../database.ts';
import { ORDER_SUMS, presentSums } from '../sums/sum-kinds.ts';
import { ADDED_UP, type OrderSums } from './event-sales.ts';

/** The paid and refunded orders of an event in one currency, as its page shows them. */
export interface Payout extends OrderSums {
  readonly event_id: string;
  readonly event_title: string;
  readonly organizer_id: string;
  readonly organizer_name: string;
  /** What was paid to the organizer, as people recorded it. */
  readonly paid: string;
  /** `organizer_amount` minus `paid`: what is still owed. */
  readonly balance: string;
}

export interface PayoutFilter {
  /** Null for all events. */
  readonly events: readonly string[] | null;
  readonly organizer: string | null;
}

interface PaidEvent {
  readonly id: string;
  readonly title: string;
  readonly organizer_id: string;
  readonly organizer_name: string;
}

/** The payouts of events, by event and currency. */
export async function* streamPayouts(
  tx: Transaction,
  filter: PayoutFilter,
): AsyncGenerator<readonly Payout[]> {
  const batches = streamRows<PaidEvent>(
    tx,
    `select e.id, e.title, e.organizer_id, o.name as organizer_name
     from events e join organizers o on o.id = e.organizer_id
     where e.removed_at is null and ($1::uuid[] is null or e.id = any($1))
       and ($2::uuid is null or e.organizer_id = $2)
     order by lower(e.title), e.id`,
    [filter.events, filter.organizer],
  );
  for await (const events of batches) yield await payoutsOf(tx, events);
}

async function payoutsOf(tx: Transaction, events: readonly PaidEvent[]): Promise<readonly Payout[]> {
  const sums = await queryRows<OrderSums & Pick<Payout, 'event_id' | 'paid' | 'balance'>>(
    tx,
    `with ${presentSums(ORDER_SUMS)}
     , earned as (
       select event_id, currency, ${ADDED_UP} from sums where status in ('paid', 'refunded')
       group by event_id, currency
     )
     select e.*, p.paid::text as paid, (e.organizer_amount::numeric - p.paid)::numeric(26, 8)::text as balance
     from earned e cross join lateral (select coalesce(sum(amount), 0)::numeric(26, 8) as paid from payouts
       where event_id = e.event_id and currency = e.currency) p
     order by e.event_id, e.currency`,
    [events.map(({ id }) => id)],
  );
  return events.flatMap(({ id, title, organizer_id, organizer_name }) =>
    sums
      .filter(({ event_id }) => event_id === id)
      .map((row) => ({ ...row, event_title: title, organizer_id, organizer_name })),
  );
}

import { streamRows, type Transaction } from '../database.ts';
import { shownColumns } from '../queries/shown-columns.ts';
import type { ShownCheckIn } from './ticket-list.ts';

/** A check-in with its ticket and its event. */
export interface ExportedCheckIn extends ShownCheckIn {
  readonly ticket_id: string;
  readonly ticket_number: string | null;
  readonly ticket_tier_name: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly order_number: string | null;
  readonly event_id: string;
  readonly event_name: string;
  readonly timezone: string;
}

export interface CheckInFilter {
  /** Null for all events. */
  readonly events: readonly string[] | null;
  readonly origin: ShownCheckIn['origin'] | null;
  readonly status: ShownCheckIn['status'] | null;
  readonly day: number | null;
  /** The time of the check-in, else that at which Taquilla learned of it. */
  readonly after: Date | null;
  readonly before: Date | null;
}

/** Check-ins and undone check-ins at both gates, the oldest first. */
export async function* streamCheckIns(
  tx: Transaction,
  filter: CheckInFilter,
): AsyncGenerator<readonly ExportedCheckIn[]> {
  yield* streamRows<ExportedCheckIn>(
    tx,
    `select ${shownColumns('c', 'id day status origin made_by', 'at created_at')},
       coalesce(u.name, split_part(u.email, '@', 1)) as made_by_name, c.ticket_id, t.ticket_number, r.name as ticket_tier_name,
       t.first_name, t.last_name, o.number as order_number, t.event_id, e.title as event_name, e.timezone
     from check_ins c join tickets t on t.id = c.ticket_id join events e on e.id = t.event_id
       left join orders o on o.id = t.order_id left join ticket_tiers r on r.id = t.ticket_tier_id
       left join users u on u.id = c.made_by
     where ($1::uuid[] is null or t.event_id = any($1)) and ($2::text is null or c.origin = $2)
       and ($3::text is null or c.status = $3) and ($4::int is null or c.day = $4)
       and ($5::timestamptz is null or coalesce(c.at, c.created_at) >= $5)
       and ($6::timestamptz is null or coalesce(c.at, c.created_at) < $6)
     order by coalesce(c.at, c.created_at), c.id`,
    [filter.events, filter.origin, filter.status, filter.day, filter.after, filter.before],
  );
}

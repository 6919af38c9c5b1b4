import { minorDigitsOf } from '../../kernel/money/currency.ts';
import { type Queryable, queryRows } from '../database.ts';
import { postgresZone } from '../queries/postgres-zone.ts';
import { readExpression } from '../tables/column-text.ts';
import type { DraftValues } from './draft-lines.ts';

/** The period of an event and currency that is not closed yet. */
export interface OpenPeriod {
  readonly event: string;
  readonly event_title: string;
  readonly organizer: string;
  readonly organizer_name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly number: number;
  /** The day after the last closed period; null if none is closed. */
  readonly first_day: string | null;
  readonly period_start: string | null;
  /** Null: it goes on until now. */
  readonly last_day: string | null;
  readonly period_end: string | null;
  readonly opening: string;
  /** The percentage of the service fee; null if the event has no configuration. */
  readonly percentage: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);
const DIGITS_OF_UNKNOWN = 8;

/** Null if there is no such event. */
export async function readOpenPeriod(
  db: Queryable,
  event: string,
  currency: string,
  lastDay: string | null,
): Promise<OpenPeriod | null> {
  const [zone] = await queryRows<{ timezone: string }>(db, 'select timezone from events where id = $1', [
    event,
  ]);
  if (zone === undefined) return null;
  const [row] = await queryRows<OpenPeriod>(
    db,
    `select e.id as event, e.title as event_title, g.id as organizer, g.name as organizer_name, e.timezone,
       $2::text as currency, coalesce(last.number, 0) + 1 as number, (last.last_day + 1)::text as first_day,
       ${time('last.period_end')} as period_start, $3::date::text as last_day,
       ${time('(($3::date + 1)::timestamp at time zone $4)')} as period_end,
       coalesce(last.closing, 0)::numeric(26, 8)::text as opening, c.service_fee_percentage::text as percentage
     from events e join organizers g on g.id = e.organizer_id
       left join sync_configurations c on c.id = e.configuration_id
       left join lateral (select number, last_day, period_end, closing from settlement_statements
         where event_id = e.id and currency = $2 order by number desc limit 1) last on true
     where e.id = $1`,
    [event, currency, lastDay, postgresZone(zone.timezone)],
  );
  return row ?? null;
}

export function draftValues(period: OpenPeriod): DraftValues {
  const { event, currency, period_start, period_end, last_day, percentage } = period;
  const digits = minorDigitsOf(currency) ?? DIGITS_OF_UNKNOWN;
  return [event, currency, period_start, period_end, last_day, percentage, digits];
}

/** The currencies in which an event has orders with money, statements or payouts. */
export async function listCurrencies(db: Queryable, event: string): Promise<readonly string[]> {
  const rows = await queryRows<{ currency: string }>(
    db,
    `select currency from orders where event_id = $1 and removed_at is null and status in ('paid', 'refunded')
     union select currency from settlement_statements where event_id = $1
     union select currency from payouts where event_id = $1
     order by currency`,
    [event],
  );
  return rows.map(({ currency }) => currency);
}

/** The last day that is over in the event's zone, if it is after the closed periods. */
export async function readLatestLastDay(
  db: Queryable,
  { timezone, period_start: start }: OpenPeriod,
  now: Date,
): Promise<string | null> {
  const [row] = await queryRows<{ day: string | null }>(
    db,
    `select (y.day)::text as day from (select ($1::timestamptz at time zone $2)::date - 1 as day) y
     where $3::timestamptz is null or (y.day + 1)::timestamp at time zone $2 > $3`,
    [now, postgresZone(timezone), start],
  );
  return row?.day ?? null;
}

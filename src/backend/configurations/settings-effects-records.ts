import { minorDigitsOf } from '../../kernel/money/currency.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { postgresZone } from '../queries/postgres-zone.ts';
import { readExpression } from '../tables/column-text.ts';

/** The event that a configuration syncs. */
interface SyncedEvent {
  readonly id: string;
  readonly title: string;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
}

/** Present orders of one status and currency; amounts have eight decimals. */
interface StatusSums {
  readonly source_status: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly orders: number;
  readonly net: string;
  readonly service_fee: string;
  readonly organizer_amount: string;
}

/** Present tickets of one product and order status. */
interface TicketSums {
  readonly woo_product_id: number;
  readonly has_variation: boolean;
  /** null if they have no order. */
  readonly source_status: string | null;
  readonly order_status: OrderStatus | null;
  readonly active: number;
  readonly refunded: number;
  /** Refunded tickets of lines with other tickets that were not refunded. */
  readonly chosen: number;
}

/** Sales of one product in paid and refunded orders; amounts have eight decimals. */
interface ProductSums {
  /** null for lines whose variation is in no tier. */
  readonly woo_product_id: number | null;
  readonly currency: string;
  readonly orders: number;
  readonly quantity: number;
  readonly total: string;
  readonly refunded: string;
}

interface TierName {
  readonly woo_product_id: number;
  /** null if the product has several tiers. */
  readonly name: string | null;
}

interface DayCount {
  readonly days: number;
  readonly orders: number;
  readonly on_another_day: number;
}

/** The figures of one event at one moment from which the effects of settings are calculated. */
export interface EventFigures {
  readonly event: SyncedEvent;
  readonly statuses: readonly StatusSums[];
  readonly tickets: readonly TicketSums[];
  readonly products: readonly ProductSums[];
  readonly tierNames: readonly TierName[];
  readonly days: DayCount;
  /** Orders whose fee differs from the one that this percentage gives. */
  readonly withAnotherFee: number;
}

/** Everything else of the backend that settings change. */
export interface Surroundings {
  /** Other configurations of the organizer. */
  readonly organizer: number;
  /** Other configurations with the same credentials. */
  readonly credentials: number;
  readonly executions: number;
  readonly failed: number;
  /** The meta of the credentials that has order numbers. */
  readonly orderNumberMeta: string | null;
  /** Whether a person accepted that the store went back in time. */
  readonly acceptsOlderState: boolean;
  /** What the last execution of the event warned of. */
  readonly warnings: readonly string[];
}

interface FigureSettings {
  /** Decimal text: `10.00`. */
  readonly feePercentage: string;
  readonly timezone: string;
  /** The zone with which the days are compared. */
  readonly defaultTimezone: string;
}

/** null if the configuration was never synced. */
export async function readEventFigures(
  db: Database,
  configurationId: string,
  settings: FigureSettings,
): Promise<EventFigures | null> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const [event] = await queryRows<SyncedEvent>(
      tx,
      `select id, title, ${readExpression('timestamptz', 'starts_at')} as starts_at,
         ${readExpression('timestamptz', 'ends_at')} as ends_at
       from events where configuration_id = $1`,
      [configurationId],
    );
    return event === undefined ? null : await figuresOf(tx, event, settings);
  });
}

async function figuresOf(
  tx: Transaction,
  event: SyncedEvent,
  { feePercentage, timezone, defaultTimezone }: FigureSettings,
): Promise<EventFigures> {
  const statuses = await queryRows<StatusSums>(
    tx,
    `select source_status, status, currency, count(*) as orders, sum(net)::text as net,
       sum(service_fee)::text as service_fee, sum(organizer_amount)::text as organizer_amount
     from orders where event_id = $1 and removed_at is null
     group by source_status, status, currency order by source_status, status, currency`,
    [event.id],
  );
  const tickets = await queryRows<TicketSums>(
    tx,
    `select t.woo_product_id, t.woo_variation_id <> 0 as has_variation, o.source_status, o.status as order_status,
       count(*) filter (where t.status = 'active') as active,
       count(*) filter (where t.status = 'refunded') as refunded,
       count(*) filter (where t.status = 'refunded' and i.refunded_quantity < i.quantity) as chosen
     from tickets t left join orders o on o.id = t.order_id left join order_items i on i.id = t.order_item_id
     where t.event_id = $1 and t.removed_at is null
     group by t.woo_product_id, t.woo_variation_id <> 0, o.source_status, o.status`,
    [event.id],
  );
  const products = await queryRows<ProductSums>(
    tx,
    `select r.woo_product_id, o.currency, count(distinct o.id) as orders, sum(i.quantity) as quantity,
       sum(i.total + i.tax)::text as total, sum(i.refunded)::text as refunded
     from orders o join order_items i on i.order_id = o.id and i.removed_at is null
       left join ticket_tiers r on r.id = i.ticket_tier_id
     where o.event_id = $1 and o.removed_at is null and o.status in ('paid', 'refunded')
     group by r.woo_product_id, o.currency order by o.currency`,
    [event.id],
  );
  const tierNames = await queryRows<TierName>(
    tx,
    `select woo_product_id, case when count(*) = 1 then min(name) end as name
     from ticket_tiers where event_id = $1 group by woo_product_id`,
    [event.id],
  );
  const [days = { days: 0, orders: 0, on_another_day: 0 }] = await queryRows<DayCount>(
    tx,
    `select count(distinct day) as days, count(day) as orders,
       count(*) filter (where day <> other_day) as on_another_day
     from (
       select (ordered_at at time zone $2)::date as day, (ordered_at at time zone $3)::date as other_day
       from orders where event_id = $1 and removed_at is null
     ) o`,
    [event.id, postgresZone(timezone), postgresZone(defaultTimezone)],
  );
  const currencies = [...new Set(statuses.map(({ currency }) => currency))];
  const digits = currencies.map((currency) => minorDigitsOf(currency) ?? 0);
  const [fee] = await queryRows<{ orders: number }>(
    tx,
    `select count(*) as orders
     from orders o join unnest($3::text[], $4::integer[]) u (currency, digits) on u.currency = o.currency
     where o.event_id = $1 and o.removed_at is null and o.status in ('paid', 'refunded')
       and o.service_fee <> ceil(greatest(o.net, 0) * $2::numeric / 100 * 10 ^ u.digits::numeric) / 10 ^ u.digits::numeric`,
    [event.id, feePercentage, currencies, digits],
  );
  return { event, statuses, tickets, products, tierNames, days, withAnotherFee: fee?.orders ?? 0 };
}

/** Present orders of one status and currency, and what they would owe the organizer with a given fee. */
export interface OwedSums {
  readonly source_status: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly organizer_amount: string;
  /** true if they have a date of payment or completion. */
  readonly was_paid: boolean;
  /** With the given fee, if orders of this status owed money. */
  readonly if_owed: string;
}

/** @param feePercentage decimal text: `10.00` */
export async function readOwedSums(
  db: Queryable,
  configurationId: string,
  feePercentage: string,
): Promise<readonly OwedSums[]> {
  const currencies = await queryRows<{ currency: string }>(
    db,
    `select distinct o.currency from orders o join events e on e.id = o.event_id
     where e.configuration_id = $1 and o.removed_at is null`,
    [configurationId],
  );
  const names = currencies.map(({ currency }) => currency);
  return await queryRows<OwedSums>(
    db,
    `select o.source_status, o.status, o.currency, sum(o.organizer_amount)::text as organizer_amount,
       (o.paid_at is not null or o.completed_at is not null) as was_paid,
       sum(o.net - ceil(greatest(o.net, 0) * $2::numeric / 100 * 10 ^ u.digits::numeric) / 10 ^ u.digits::numeric
         )::numeric(26, 8)::text as if_owed
     from orders o join events e on e.id = o.event_id
       join unnest($3::text[], $4::integer[]) u (currency, digits) on u.currency = o.currency
     where e.configuration_id = $1 and o.removed_at is null
     group by o.source_status, o.status, o.currency, was_paid`,
    [configurationId, feePercentage, names, names.map((currency) => minorDigitsOf(currency) ?? 0)],
  );
}

export async function readSurroundings(
  db: Database,
  configurationId: string,
  now: Date,
): Promise<Surroundings> {
  const [row] = await queryRows<Surroundings>(
    db,
    `select
       (select count(*) from sync_configurations o
        where o.organizer_id = c.organizer_id and o.id <> c.id and o.deleted_at is null) as organizer,
       (select count(*) from sync_configurations o
        where o.credentials_id = c.credentials_id and o.id <> c.id and o.deleted_at is null) as credentials,
       (select count(*) from sync_executions e
        where e.configuration_id = c.id and e.order_ids is null
          and e.created_at > $2::timestamptz - interval '7 days') as executions,
       (select count(*) from sync_executions e
        where e.configuration_id = c.id and e.status = 'failed' and e.order_ids is null
          and e.created_at > $2::timestamptz - interval '7 days') as failed,
       s.order_number_meta as "orderNumberMeta", c.accepts_older_state as "acceptsOlderState",
       coalesce((select e.warnings from sync_executions e
         where e.configuration_id = c.id and e.order_ids is null and e.status = 'success'
         order by e.finished_at desc, e.id desc limit 1), '[]') as warnings
     from sync_configurations c join sync_credentials s on s.id = c.credentials_id where c.id = $1`,
    [configurationId, now],
  );
  if (row === undefined) throw new Error('a configuration that was just read is gone');
  return row;
}

/** One kind of the sums of an event. Migration 0042 describes its table, and 0056 that of its spans. */
interface SumKind {
  readonly table: string;
  readonly spanTable: string;
  /** The columns by which rows are grouped. */
  readonly keys: string;
  /** What is added up. */
  readonly measures: readonly string[];
  /**
   * Adds up the rows of the buckets in the relation `buckets (event_id, bucket, zone)`: by folding, which keeps the
   * result, and by readers of buckets that changed since.
   */
  readonly fromRows: string;
}

/** Rows whose order id is in the bucket. `offset 0` makes PostgreSQL look up each bucket by the index on these ids. */
const inBucket = (alias: string): string =>
  `${alias}.event_id = b.event_id and ${alias}.woo_order_id between b.bucket << 8 and (b.bucket << 8) + 255`;

const TICKET_KEYS =
  'ticket_tier_id, status, check_in_status, woo_product_id, slot, slot_at, slot_date, seat_row';
const SLOT_KEYS = 'woo_product_id, slot, slot_at, slot_date';

export const ORDER_SUMS: SumKind = {
  table: 'event_order_sums',
  spanTable: 'event_order_span_sums',
  keys: 'status, day, currency',
  measures: [
    'orders',
    'quantity',
    'refunded_quantity',
    'total',
    'rounding',
    'refunded',
    'refunded_by_lines',
    'refunded_apportioned',
    'net',
    'service_fee',
    'organizer_amount',
  ],
  fromRows: `
    select b.event_id, b.bucket, o.status, (o.ordered_at at time zone b.zone)::date as day, o.currency,
      count(*) as orders, coalesce(sum(i.quantity), 0)::bigint as quantity,
      coalesce(sum(i.refunded_quantity), 0)::bigint as refunded_quantity, sum(o.total) as total,
      sum(o.rounding) as rounding, sum(o.refunded) as refunded, sum(o.refunded_by_lines) as refunded_by_lines,
      sum(o.refunded_apportioned) as refunded_apportioned, sum(o.net) as net, sum(o.service_fee) as service_fee,
      sum(o.organizer_amount) as organizer_amount
    from buckets b
    cross join lateral (
      select id, status, ordered_at, currency, total, rounding, refunded, refunded_by_lines, refunded_apportioned, net,
        service_fee, organizer_amount
      from orders o where ${inBucket('o')} and o.removed_at is null offset 0
    ) o
    cross join lateral (
      select sum(quantity) as quantity, sum(refunded_quantity) as refunded_quantity
      from order_items where order_id = o.id and removed_at is null
    ) i
    group by b.event_id, b.bucket, o.status, (o.ordered_at at time zone b.zone)::date, o.currency`,
};

export const ITEM_SUMS: SumKind = {
  table: 'event_item_sums',
  spanTable: 'event_item_span_sums',
  keys: 'status, currency, ticket_tier_id',
  measures: ['quantity', 'refunded_quantity', 'total', 'refunded'],
  fromRows: `
    select b.event_id, b.bucket, o.status, o.currency, i.ticket_tier_id, sum(i.quantity) as quantity,
      sum(i.refunded_quantity) as refunded_quantity, sum(i.total + i.tax) as total, sum(i.refunded) as refunded
    from buckets b
    cross join lateral (
      select id, status, currency from orders o where ${inBucket('o')} and o.removed_at is null offset 0
    ) o
    cross join lateral (
      select ticket_tier_id, quantity, refunded_quantity, total, tax, refunded
      from order_items where order_id = o.id and removed_at is null offset 0
    ) i
    group by b.event_id, b.bucket, o.status, o.currency, i.ticket_tier_id`,
};

/** Days are counted as in the proof: one for each day on which a ticket was checked in. */
export const TICKET_SUMS: SumKind = {
  table: 'event_ticket_sums',
  spanTable: 'event_ticket_span_sums',
  keys: TICKET_KEYS,
  measures: ['tickets', 'days', 'store_days', 'trashed_store_days'],
  fromRows: `
    select b.event_id, b.bucket, ${TICKET_KEYS}, count(*) filter (where t.removed_at is null) as tickets,
      coalesce(sum(${daysIn('t.day_status')}) filter (where t.removed_at is null), 0)::bigint as days,
      coalesce(sum(${daysIn('t.store_days')}) filter (where t.removed_at is null), 0)::bigint as store_days,
      coalesce(sum(${daysIn('t.store_days')}) filter (where t.removed_at is not null), 0)::bigint as trashed_store_days
    from buckets b
    cross join lateral (
      select ${TICKET_KEYS}, removed_at, removed_reason, day_status, store_values -> 'days' as store_days
      from tickets t where ${inBucket('t')}
      union all
      select ${TICKET_KEYS}, removed_at, removed_reason, day_status, store_values -> 'days' as store_days
      from tickets t where b.bucket = -1 and t.event_id = b.event_id and t.woo_order_id is null
      offset 0
    ) t
    where t.removed_at is null or t.removed_reason = 'trashed'
    group by b.event_id, b.bucket, ${TICKET_KEYS}`,
};

/** A ticket is in the bucket of its order: both name the event and the order id of the store. */
export const SLOT_SUMS: SumKind = {
  table: 'event_slot_sums',
  spanTable: 'event_slot_span_sums',
  keys: `${SLOT_KEYS}, currency`,
  measures: ['tickets', 'refunded_tickets', 'total', 'organizer_amount'],
  fromRows: `
    select b.event_id, b.bucket, ${SLOT_KEYS}, o.currency, count(*) as tickets,
      count(*) filter (where t.status = 'refunded') as refunded_tickets, sum(t.price) as total,
      sum(t.organizer_amount) as organizer_amount
    from buckets b
    cross join lateral (
      select ${SLOT_KEYS}, t.event_id, t.woo_order_id, t.order_id, t.status, t.price, t.organizer_amount
      from tickets t where ${inBucket('t')} and t.slot is not null and t.removed_at is null offset 0
    ) t
    join orders o on o.id = t.order_id and o.event_id = t.event_id and o.woo_order_id = t.woo_order_id
      and o.removed_at is null and o.status in ('paid', 'refunded')
    group by b.event_id, b.bucket, ${SLOT_KEYS}, o.currency`,
};

export const SUM_KINDS: readonly SumKind[] = [ORDER_SUMS, ITEM_SUMS, TICKET_SUMS, SLOT_SUMS];

/** The columns of a row of sums. */
export function columnsOf({ keys, measures }: SumKind): string {
  return [keys, ...measures].join(', ');
}

/** A span is 32 buckets: those with the same `bucket >> SPAN_BITS`. */
export const SPAN_BITS = 5;

/** Bucket numbers may have more than 32 bits. */
export function spanOf(bucket: number): number {
  return Math.floor(bucket / 2 ** SPAN_BITS);
}

/** The sums of the spans `spans` (SQL) of the event `$1`, from the kept sums of their buckets. */
export function spanSums({ table, keys, measures }: SumKind, spans: string): string {
  const sums = measures.map((name) => `sum(${name}) as ${name}`).join(', ');
  return `select bucket >> ${SPAN_BITS} as span, ${keys}, ${sums} from ${table}
    where event_id = $1 and bucket >> ${SPAN_BITS} ${spans} group by bucket >> ${SPAN_BITS}, ${keys}`;
}

/** The number of checked-in days of a ticket in such an object; anything else has none. */
function daysIn(days: string): string {
  return `case when t.check_in_status <> 'not_checked_in' and jsonb_typeof(${days}) = 'object'
    then (select count(*) from jsonb_each_text(${days}) d where d.value = 'checked_in') else 0 end`;
}

/**
 * Common table expressions for a reader: `sums` are those of the events `$1`, as of the statement's snapshot. A span
 * without marks has the sums that folding kept. In another span, so has each bucket without marks, and the rows of a
 * marked bucket are added up now. All are exact, because a mark commits together with the rows that it is for.
 *
 * @param zone SQL, in PostgreSQL's form; only `ORDER_SUMS` depends on it
 */
export function presentSums(kind: SumKind, zone = `'UTC'`): string {
  const columns = columnsOf(kind);
  return `buckets as materialized (
      select distinct event_id, bucket, ${zone}::text as zone from event_sum_marks where event_id = any($1::uuid[])
    ), marked_spans as materialized (
      select distinct event_id, bucket >> ${SPAN_BITS} as span from buckets
    ), sums as (
      select event_id, ${columns} from ${kind.spanTable} s where event_id = any($1::uuid[])
        and not exists (select from marked_spans m where m.event_id = s.event_id and m.span = s.span)
      union all
      select s.event_id, ${columns} from marked_spans m
      cross join lateral (
        select * from ${kind.table} where event_id = m.event_id
          and bucket between m.span << ${SPAN_BITS} and (m.span << ${SPAN_BITS}) + ${2 ** SPAN_BITS - 1} offset 0
      ) s
      where not exists (select from buckets b where b.event_id = s.event_id and b.bucket = s.bucket)
      union all
      select event_id, ${columns} from (${kind.fromRows}) r
    )`;
}

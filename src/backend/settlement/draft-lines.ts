/** SQL for the time as it is hashed, which depends on no setting of the session. */
const utc = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns of a line, in a draft and in the table of closed ones. */
export const LINE_COLUMNS = `position, kind, reason, order_id, woo_order_id, order_number, payout_id, reference,
  happened_at, ticket_numbers, gross, refunded, service_fee, amount`;

/**
 * SQL for the hash of a statement with these lines, which are grouped. docs/statements.md shows the same expression, so
 * that anybody can check a closed statement.
 *
 * @param facts SQL for its event, currency, number, start, end and opening balance
 */
export function hashOfLines(
  facts: Readonly<Record<'event' | 'currency' | 'number' | 'start' | 'end' | 'opening', string>>,
): string {
  return `encode(sha256(convert_to(
    jsonb_build_array(${facts.event}, ${facts.currency}, ${facts.number}, ${utc(facts.start)}, ${utc(facts.end)},
      ${facts.opening}::numeric(26, 8)::text)::text
    || coalesce(string_agg(E'\\n' || jsonb_build_array(l.position, l.kind, l.reason, l.woo_order_id, l.order_number,
      l.payout_id, l.reference, ${utc('l.happened_at')}, l.ticket_numbers, l.gross::text, l.refunded::text,
      l.service_fee::text, l.amount::text)::text, '' order by l.position), ''), 'UTF8')), 'hex')`;
}

/** SQL for the figures of grouped lines `l`, without the balances. */
export const LINE_SUMS = `count(*)::integer as line_count,
  coalesce(sum(l.gross) filter (where l.kind = 'sale'), 0)::numeric(26, 8) as sales,
  coalesce(sum(l.refunded) filter (where l.kind in ('sale', 'refund')), 0)::numeric(26, 8) as refunds,
  coalesce(sum(l.service_fee) filter (where l.kind in ('sale', 'refund')), 0)::numeric(26, 8) as service_fees,
  coalesce(sum(l.amount) filter (where l.kind = 'correction'), 0)::numeric(26, 8) as corrections,
  coalesce(-sum(l.amount) filter (where l.kind = 'payout'), 0)::numeric(26, 8) as payouts,
  coalesce(sum(l.amount), 0)::numeric(26, 8) as change`;

/**
 * The parameters of `DRAFT`, in its order: event, currency, start and end of the period (null: none), its last day, the
 * percentage of the service fee, and the decimals of the currency.
 */
export type DraftValues = readonly [
  event: string,
  currency: string,
  start: string | null,
  end: string | null,
  lastDay: string | null,
  percentage: string | null,
  digits: number,
];

/**
 * Common table expressions for the lines of the period that is not closed: `draft`. The line of an order is the
 * difference between what the order contributes now and all its closed lines. So the closed lines and the draft without
 * an end always add up to the orders, whatever became of them.
 *
 * Refunds after the end of the period are left to the next one, and with them the service fee that they reduce. The sum
 * of rounded refunds may differ from the rounded sum by one unit of the currency, which is no other refund.
 */
export const DRAFT = `stated as materialized (
    select l.order_id, max(l.woo_order_id) as woo_order_id, max(l.order_number) as order_number,
      sum(l.gross) as gross, sum(l.refunded) as refunded, sum(l.service_fee) as service_fee
    from settlement_statements s join settlement_lines l on l.statement_id = s.id
    where s.event_id = $1::uuid and s.currency = $2::text and l.order_id is not null
    group by l.order_id
  ), refund_dates as materialized (
    select r.order_id,
      round(coalesce(sum(r.amount) filter (where r.refunded_at >= $4::timestamptz), 0), $7::integer) as later,
      round(coalesce(sum(r.amount) filter (where r.refunded_at >= $3::timestamptz
        and ($4::timestamptz is null or r.refunded_at < $4)), 0), $7) as within,
      max(r.refunded_at) filter (where $4::timestamptz is null or r.refunded_at < $4) as last_at
    from orders o join refunds r on r.order_id = o.id and r.removed_at is null
    where o.event_id = $1 and o.currency = $2
    group by r.order_id
  ), present as (
    select o.id as order_id, coalesce(o.paid_at, o.completed_at, o.ordered_at) as sold_at, o.total as gross, v.refunded,
      case when v.refunded = o.refunded or $6::numeric is null then o.service_fee
        else ceil(greatest(o.total - v.refunded, 0) * $6 * 0.01 * 10::numeric ^ $7) / 10::numeric ^ $7 end as service_fee
    from orders o left join refund_dates d on d.order_id = o.id
      cross join lateral (select case when coalesce(d.later, 0) = 0 then o.refunded
        else greatest(o.refunded - d.later, 0) end as refunded) v
    where o.event_id = $1 and o.currency = $2 and o.removed_at is null and o.status in ('paid', 'refunded')
  ), changes as (
    select coalesce(p.order_id, s.order_id) as order_id, s.order_id is not null as was_stated,
      s.gross = 0 and s.refunded = 0 and s.service_fee = 0 as stated_nothing, p.sold_at,
      s.woo_order_id as stated_woo_order_id, s.order_number as stated_number,
      coalesce(p.gross, 0) - coalesce(s.gross, 0) as gross,
      coalesce(p.refunded, 0) - coalesce(s.refunded, 0) as refunded,
      coalesce(p.service_fee, 0) - coalesce(s.service_fee, 0) as service_fee
    from present p full join stated s on s.order_id = p.order_id
    where s.order_id is not null or $4::timestamptz is null or p.sold_at is null or p.sold_at < $4
  ), explained as (
    select c.*, coalesce(o.woo_order_id, c.stated_woo_order_id) as woo_order_id,
      coalesce(o.number, c.stated_number) as order_number, d.last_at as refunded_at,
      case
        when not c.was_stated and exists (select from settlement_lines l
          join settlement_statements s on s.id = l.statement_id
          where l.order_id = c.order_id and s.event_id = $1 and s.currency <> $2) then 'currency_changed'
        when not c.was_stated and c.sold_at < $3 then 'found_later'
        when not c.was_stated then null
        when o.id is null then 'gone'
        when o.event_id <> $1 then 'left_event'
        when o.removed_at is not null then coalesce(o.removed_reason::text, 'gone')
        when o.currency <> $2 then 'currency_changed'
        when o.status not in ('paid', 'refunded') then 'status_changed'
        when c.stated_nothing then 'restored'
        when c.gross <> 0 then 'amount_changed'
        when c.refunded < 0 then 'refund_withdrawn'
        when c.refunded > coalesce(nullif(d.within, 0) + 10::numeric ^ (-$7::integer), 0) then 'refunded'
        when c.refunded = 0 then 'fee_changed'
      end as reason
    from changes c left join orders o on o.id = c.order_id left join refund_dates d on d.order_id = c.order_id
    where c.gross <> 0 or c.refunded <> 0 or c.service_fee <> 0
  ), draft as (
    select (row_number() over (order by x.rank, x.woo_order_id, x.order_id, x.happened_at, x.payout_id))::integer
        as position, x.kind, x.reason, x.order_id, x.woo_order_id, x.order_number, x.payout_id, x.reference,
      x.happened_at, x.ticket_numbers, x.gross::numeric(26, 8) as gross, x.refunded::numeric(26, 8) as refunded,
      x.service_fee::numeric(26, 8) as service_fee, x.amount::numeric(26, 8) as amount
    from (
      select k.rank, k.kind, e.reason, e.order_id, e.woo_order_id, e.order_number, null::uuid as payout_id,
        null::text as reference,
        case when k.kind = 'refund' or e.reason = 'refunded' then e.refunded_at
          when not e.was_stated then e.sold_at end as happened_at,
        coalesce((select jsonb_agg(n.number order by n.sequence_number, n.number) from (
            select t.sequence_number, coalesce(t.ticket_number, t.display_number, t.woo_ticket_id::text) as number
            from tickets t
            where t.order_id = e.order_id and t.removed_at is null and (k.kind <> 'refund' or t.status = 'refunded')) n
          where n.number is not null), '[]') as ticket_numbers,
        e.gross, e.refunded, e.service_fee, e.gross - e.refunded - e.service_fee as amount
      from explained e
        cross join lateral (select case when e.reason is not null then 'correction' when e.was_stated then 'refund'
          else 'sale' end as kind) w
        cross join lateral (select w.kind, case w.kind when 'sale' then 1 when 'refund' then 2 else 3 end as rank) k
      union all
      select 4, 'payout', null, null, null, null, p.id, p.reference, p.paid_on::timestamp at time zone 'UTC', '[]', 0, 0,
        0, -p.amount
      from payouts p
      where p.event_id = $1 and p.currency = $2 and ($5::date is null or p.paid_on <= $5)
        and not exists (select from settlement_lines l where l.payout_id = p.id)
    ) x
  )`;

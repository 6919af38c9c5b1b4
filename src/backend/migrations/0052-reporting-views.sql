-- Views with stable names for SQL: what finance and organizers ask, with the figures of the panel and the API. They are in
-- the schema of the tables, and their names begin with reporting_, so that a schema can be renamed and two installations
-- can share a database. See docs/sql.md and docs/decisions/0037-views-and-comments.md.
--
-- A later migration that changes a column under a view has the line `-- sets views aside` in the comments at its head.

-- The number of decimals of a currency, as in src/kernel/money/currency.ts. Unknown ones are shown with two.
create function currency_digits(currency text) returns integer language sql immutable parallel safe
  return case
    when currency = any ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF,BYR,IRT,IRHR,IRHT}'::text[])
      then 0
    when currency = any ('{BHD,IQD,JOD,KWD,LYD,OMR,TND}'::text[]) then 3
    when currency = any ('{CLF,UYW}'::text[]) then 4
    when currency = 'BTC' then 8
    else 2
  end;

-- An amount with the digits of its currency. One that is finer keeps its digits: the store's own value is not rounded.
create function currency_amount(amount numeric, currency text) returns numeric language sql immutable parallel safe
  return round(amount, greatest(currency_digits(currency), scale(trim_scale(amount))));

-- A zone as PostgreSQL writes it: a bare offset has the opposite sign there, and an unknown zone counts as UTC.
create function event_zone(timezone text) returns text language plpgsql stable as $$
declare
  zone text := case when timezone ~ '^[+-]\d\d:\d\d$'
    then translate(left(timezone, 1), '+-', '-+') || substr(timezone, 2) else timezone end;
begin
  if zone is null or zone !~ '^([+-]\d\d:\d\d|[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*|[A-Z]{3}\d[A-Z]{3})$' then
    return 'UTC';
  end if;
  perform now() at time zone zone;
  return zone;
exception when data_exception or invalid_parameter_value or invalid_time_zone_displacement_value then
  return 'UTC';
end $$;

-- `offset 0` makes PostgreSQL compute the zone once for each event.
create view reporting_sales_by_tier_and_day as
select s.event_id, e.title as event, g.name as organizer, s.day, s.part, s.ticket_tier_id, t.name as tier, s.currency,
  s.quantity, s.refunded_quantity, currency_amount(s.total, s.currency) as total,
  currency_amount(s.refunded, s.currency) as refunded, currency_amount(s.total - s.refunded, s.currency) as net
from (
  select o.event_id, (o.ordered_at at time zone z.zone)::date as day, 'tier' as part, i.ticket_tier_id, o.currency,
    sum(i.quantity)::bigint as quantity, sum(i.refunded_quantity)::bigint as refunded_quantity,
    sum(i.total + i.tax) as total, sum(i.refunded) as refunded
  from orders o
  join order_items i on i.order_id = o.id and i.removed_at is null
  join (select id, event_zone(timezone) as zone from events offset 0) z on z.id = o.event_id
  where o.removed_at is null and o.status in ('paid', 'refunded')
  group by o.event_id, (o.ordered_at at time zone z.zone)::date, i.ticket_tier_id, o.currency
  union all
  select o.event_id, (o.ordered_at at time zone z.zone)::date, 'refunds_without_line', null, o.currency, 0, 0, 0,
    sum(o.refunded_apportioned)
  from orders o
  join (select id, event_zone(timezone) as zone from events offset 0) z on z.id = o.event_id
  where o.removed_at is null and o.status in ('paid', 'refunded')
  group by o.event_id, (o.ordered_at at time zone z.zone)::date, o.currency
  having sum(o.refunded_apportioned) <> 0
  union all
  select o.event_id, (o.ordered_at at time zone z.zone)::date, 'rounding', null, o.currency, 0, 0, sum(o.rounding),
    sum(o.refunded - o.refunded_by_lines - o.refunded_apportioned)
  from orders o
  join (select id, event_zone(timezone) as zone from events offset 0) z on z.id = o.event_id
  where o.removed_at is null and o.status in ('paid', 'refunded')
  group by o.event_id, (o.ordered_at at time zone z.zone)::date, o.currency
  having sum(o.rounding) <> 0 or sum(o.refunded - o.refunded_by_lines - o.refunded_apportioned) <> 0
) s
join events e on e.id = s.event_id
join organizers g on g.id = e.organizer_id
left join ticket_tiers t on t.id = s.ticket_tier_id;

create view reporting_payouts as
select s.event_id, e.title as event, e.organizer_id, g.name as organizer, s.currency, s.orders, s.quantity,
  s.refunded_quantity, currency_amount(s.total, s.currency) as total,
  currency_amount(s.rounding, s.currency) as rounding, currency_amount(s.refunded, s.currency) as refunded,
  currency_amount(s.refunded_by_lines, s.currency) as refunded_by_lines,
  currency_amount(s.refunded_apportioned, s.currency) as refunded_apportioned,
  currency_amount(s.refunded - s.refunded_by_lines - s.refunded_apportioned, s.currency) as refunded_rounding,
  currency_amount(s.net, s.currency) as net, currency_amount(s.service_fee, s.currency) as service_fee,
  currency_amount(s.organizer_amount, s.currency) as organizer_amount, currency_amount(p.paid, s.currency) as paid,
  currency_amount(s.organizer_amount - p.paid, s.currency) as balance
from (
  select o.event_id, o.currency, count(*) as orders, coalesce(sum(i.quantity), 0)::bigint as quantity,
    coalesce(sum(i.refunded_quantity), 0)::bigint as refunded_quantity, sum(o.total) as total,
    sum(o.rounding) as rounding, sum(o.refunded) as refunded, sum(o.refunded_by_lines) as refunded_by_lines,
    sum(o.refunded_apportioned) as refunded_apportioned, sum(o.net) as net, sum(o.service_fee) as service_fee,
    sum(o.organizer_amount) as organizer_amount
  from orders o
  cross join lateral (
    select sum(quantity) as quantity, sum(refunded_quantity) as refunded_quantity
    from order_items where order_id = o.id and removed_at is null
  ) i
  where o.removed_at is null and o.status in ('paid', 'refunded')
  group by o.event_id, o.currency
) s
cross join lateral (
  select coalesce(sum(amount), 0) as paid from payouts where event_id = s.event_id and currency = s.currency
) p
join events e on e.id = s.event_id
join organizers g on g.id = e.organizer_id;

create view reporting_refunds_by_day as
select s.event_id, e.title as event, g.name as organizer, s.day, s.currency, s.refunds, s.orders,
  currency_amount(s.amount, s.currency) as amount
from (
  select o.event_id, (r.refunded_at at time zone z.zone)::date as day, o.currency, count(*) as refunds,
    count(distinct o.id) as orders, sum(r.amount) as amount
  from refunds r
  join orders o on o.id = r.order_id and o.removed_at is null and o.status in ('paid', 'refunded')
  join (select id, event_zone(timezone) as zone from events offset 0) z on z.id = o.event_id
  where r.removed_at is null and r.amount <> 0
  group by o.event_id, (r.refunded_at at time zone z.zone)::date, o.currency
) s
join events e on e.id = s.event_id
join organizers g on g.id = e.organizer_id;

create view reporting_attendees as
select t.id as ticket_id, t.event_id, e.title as event, g.name as organizer, t.ticket_tier_id, r.name as tier,
  t.ticket_number, t.display_number, o.number as order_number, t.woo_order_id, o.status as order_status, o.ordered_at,
  (o.ordered_at at time zone e.zone)::date as ordered_day,
  t.status, t.check_in_status, t.check_in_status <> 'not_checked_in' as has_arrived, t.checked_in_at,
  t.checked_in_at at time zone e.zone as checked_in_time,
  coalesce((e.product_days ->> t.woo_product_id::text)::integer, e.num_days) as days,
  case when t.check_in_status <> 'not_checked_in' and jsonb_typeof(t.day_status) = 'object'
    then (select count(*) from jsonb_each_text(t.day_status) d where d.value = 'checked_in') else 0 end::integer
    as days_checked_in,
  t.first_name, t.last_name, t.email, t.phone, t.company, t.designation,
  case when jsonb_typeof(t.form_data) = 'array'
    then (select coalesce(jsonb_object_agg(coalesce(a ->> 'label', a ->> 'key'), a -> 'value'), '{}')
      from jsonb_array_elements(t.form_data) a where coalesce(a ->> 'label', a ->> 'key') is not null)
    else '{}' end as answers,
  o.first_name as buyer_first_name, o.last_name as buyer_last_name, o.email as buyer_email,
  t.slot, t.slot_at,
  case when t.slot_at is not null then t.slot_at at time zone event_zone(
    coalesce(e.product_zones ->> t.woo_product_id::text, e.store_values ->> 'timezone', e.timezone)) end as slot_time,
  t.slot_date, t.seat_row, t.seat_number, t.currency, currency_amount(t.price, t.currency) as price,
  currency_amount(t.service_fee, t.currency) as service_fee,
  currency_amount(t.organizer_amount, t.currency) as organizer_amount
from tickets t
join (
  select id, title, organizer_id, timezone, event_zone(timezone) as zone, num_days, product_days, product_zones,
    store_values from events offset 0
) e on e.id = t.event_id
join organizers g on g.id = e.organizer_id
left join orders o on o.id = t.order_id
left join ticket_tiers r on r.id = t.ticket_tier_id
where t.removed_at is null;

create view reporting_doors as
select s.event_id, e.title as event, g.name as organizer, s.ticket_tier_id, r.name as tier, s.woo_product_id, s.slot,
  s.slot_at, case when s.slot_at is not null then s.slot_at at time zone event_zone(
    coalesce(e.product_zones ->> s.woo_product_id::text, e.store_values ->> 'timezone', e.timezone)) end as slot_time,
  s.slot_date, s.tickets, s.valid, s.pending, s.checked_in, s.partly_checked_in, s.checked_in_valid, s.not_arrived,
  s.days_checked_in
from (
  select t.event_id, t.ticket_tier_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date, count(*) as tickets,
    count(*) filter (where t.status = 'active') as valid,
    count(*) filter (where t.status = 'pending') as pending,
    count(*) filter (where t.check_in_status <> 'not_checked_in') as checked_in,
    count(*) filter (where t.check_in_status = 'partly_checked_in') as partly_checked_in,
    count(*) filter (where t.check_in_status <> 'not_checked_in' and t.status = 'active') as checked_in_valid,
    count(*) filter (where t.check_in_status = 'not_checked_in' and t.status = 'active') as not_arrived,
    coalesce(sum(case when t.check_in_status <> 'not_checked_in' and jsonb_typeof(t.day_status) = 'object'
      then (select count(*) from jsonb_each_text(t.day_status) d where d.value = 'checked_in') else 0 end), 0)::bigint
      as days_checked_in
  from tickets t where t.removed_at is null
  group by t.event_id, t.ticket_tier_id, t.woo_product_id, t.slot, t.slot_at, t.slot_date
) s
join events e on e.id = s.event_id
join organizers g on g.id = e.organizer_id
left join ticket_tiers r on r.id = s.ticket_tier_id;

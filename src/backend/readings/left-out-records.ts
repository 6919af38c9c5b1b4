/**
 * Whether the reject `r` is still open although the backend has its order or ticket from an earlier reading.
 */
const HAS_EARLIER_VERSION = `r.settled_at is null and exists (select from events v where v.configuration_id = r.configuration_id and (
  r.kind = 'order' and exists (select from orders o
    where o.event_id = v.id and o.woo_order_id = r.woo_id and o.removed_at is null)
  or r.kind = 'ticket' and exists (select from tickets t
    where t.event_id = v.id and t.woo_ticket_id = r.woo_id and t.removed_at is null)))`;

/**
 * An SQL expression: what some rejects leave out together, as JSON. Amounts of several currencies are not added
 * up. A row with unknown figures is counted, and its figures are not guessed.
 *
 * @param which the rows of `sync_rejects r`
 */
export function leftOutBy(which: string): string {
  return `(select json_build_object(
      'rows', coalesce(sum(g.rows), 0)::bigint,
      'money', coalesce(json_agg(json_build_object('currency', g.currency, 'total', g.total::text,
        'is_partial', g.is_partial) order by g.currency collate "C") filter (where g.currency is not null), '[]'),
      'unknown_money', coalesce(sum(g.unknown_money), 0)::bigint,
      'tickets', coalesce(sum(g.tickets), 0)::bigint,
      'unknown_tickets', coalesce(sum(g.unknown_tickets), 0)::bigint,
      'checked_in', coalesce(sum(g.checked_in), 0)::bigint,
      'earlier_versions', coalesce(sum(g.earlier_versions), 0)::bigint)
    from (select case when r.left_out_total is not null then r.left_out_currency end as currency, count(*) as rows,
        sum(r.left_out_total) as total, bool_or(r.left_out_is_partial) as is_partial,
        count(*) filter (where r.left_out_total is null) as unknown_money,
        sum(r.left_out_tickets) as tickets, count(*) filter (where r.left_out_tickets is null) as unknown_tickets,
        sum(r.left_out_checked_in) as checked_in,
        count(*) filter (where ${HAS_EARLIER_VERSION}) as earlier_versions
      from sync_rejects r where ${which} group by 1) g)`;
}

/** An SQL expression: what the reject `r` leaves out, as JSON. */
export const LEFT_OUT = `json_build_object('currency', r.left_out_currency, 'total', r.left_out_total::text,
  'is_partial', r.left_out_is_partial, 'tickets', r.left_out_tickets, 'checked_in', r.left_out_checked_in,
  'has_earlier_version', ${HAS_EARLIER_VERSION})`;

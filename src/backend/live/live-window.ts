import { LIVE_AFTER_START_HOURS, LIVE_BEFORE_HOURS } from '../../vocabulary/live.ts';

const SWITCHED = 'c.live_switch_until > $1::timestamptz';
const IS_READ = `exists (select from sync_checkpoints k
  where k.configuration_id = c.id and k.read_to is not null and k.rules_digest is not null)`;

/**
 * SQL: a lateral join of a configuration `c`, its event, which may be null, and the time `$1`, with the live window that
 * a person's choice or the event's own times give.
 *
 * @param event the alias of the event
 * @shape is_live, reason, live_from, live_until: the window that is open now, or else the event's own
 */
export function liveWindow(event: 'e' | 'ev'): string {
  const begin = `${event}.starts_at - interval '${LIVE_BEFORE_HOURS} hours'`;
  const end = `case when ${event}.ends_at > ${event}.starts_at then ${event}.ends_at
    else ${event}.starts_at + interval '${LIVE_AFTER_START_HOURS} hours' end`;
  return `lateral (
    select given.reason in ('event', 'switched-on') as is_live, given.reason,
      case when given.reason = 'switched-on' then null else ${begin} end as live_from,
      case when given.reason = 'switched-on' then c.live_switch_until else ${end} end as live_until
    from (select case
      when c.status <> 'active' or c.deleted_at is not null then 'not-active'
      when not ${IS_READ} then 'not-read'
      when ${SWITCHED} and c.live_switch = 'off' then 'switched-off'
      when ${SWITCHED} and c.live_switch = 'on' then 'switched-on'
      when c.frequency = 'manual' then 'manual'
      when ${event}.starts_at is null then 'no-start'
      when $1::timestamptz < ${begin} then 'not-yet'
      when $1::timestamptz >= ${end} then 'over'
      else 'event' end as reason) given)`;
}

import { type Queryable, queryRows } from '../database.ts';

/** A short summary of the present problems that can be queried several times a second. */
export interface AttentionState {
  readonly stores_unreachable: number;
  readonly open_alerts: number;
  /** A text that changes when an outage or an alert begins or ends, even if their numbers stay the same. */
  readonly changed: string;
}

export async function readAttention(db: Queryable): Promise<AttentionState> {
  const [row] = await queryRows<AttentionState>(
    db,
    `select o.n as stores_unreachable, i.n as open_alerts, concat_ws(' ', o.ids, i.ids) as changed
     from (select count(*)::int as n, string_agg(credentials_id::text, ' ' order by credentials_id) as ids
           from sync_store_outages) o,
       (select count(*)::int as n, string_agg(id::text, ' ' order by id) as ids
        from alert_incidents where resolved_at is null) i`,
  );
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}

import { queryRows } from '../../src/backend/database.ts';
import { type ApiWorld, BODY } from './api-world.ts';

/**
 * Years of work: executions of many configurations, one fiftieth of them of the configuration whose id is returned.
 */
export async function addManyExecutions(
  world: ApiWorld,
  { configurations, executions }: { readonly configurations: number; readonly executions: number },
): Promise<string> {
  const { db } = world.backend;
  const configurationId: string = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
  await queryRows(
    db,
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name, status,
       frequency, pinned_site_url, pinned_table_prefix, next_due_at, created_at, successful_executions,
       failed_executions)
     select gen_random_uuid(), 'Evento ' || n, c.organizer_id, c.credentials_id, n, 'Evento ' || n,
       (array['active', 'paused', 'disabled', 'error'])[1 + n % 4], 'daily', c.pinned_site_url, 'wp_',
       now() + make_interval(secs => n - 500), now() - make_interval(mins => n), n % 50, n % 7
     from sync_configurations c, generate_series(1, ${configurations - 1}) as n where c.id = $1`,
    [configurationId],
  );
  // Realistic rows: with counts and timings, a third of them from the last month.
  await queryRows(
    db,
    `insert into sync_executions (id, configuration_id, trigger, depth, status, verification, counts, timings_ms,
       error_code, error_message, started_at, finished_at, created_at)
     select gen_random_uuid(), case when n % 50 = 0 then $1 else c.id end, 'schedule', 'full',
       case when n % 10 = 0 then 'failed' when n % 33 = 0 then 'cancelled' else 'success' end,
       case when n % 10 = 0 or n % 33 = 0 then null when n % 40 = 1 then 'unverified' else 'verified' end,
       '{"orders": {"read": 12, "created": 1, "updated": 2, "unchanged": 9, "removed": 0}}',
       '{"read": 1200, "load": 300, "total": 1600}',
       case when n % 10 = 0 then 'store.unreachable' end, case when n % 10 = 0 then 'Cannot be reached.' end,
       now() - make_interval(secs => n * 78), now() - make_interval(secs => n * 78 - 30),
       now() - make_interval(secs => n * 78)
     from generate_series(1, ${executions}) as n
     join (select id, row_number() over (order by id) as place from sync_configurations) c
       on c.place = 1 + n % ${configurations}`,
    [configurationId],
  );
  // Committed rows must be on disk before a vacuum marks them as visible to all.
  await queryRows(db, 'checkpoint');
  await queryRows(db, 'vacuum analyze sync_executions');
  await queryRows(db, 'vacuum analyze sync_configurations');
  return configurationId;
}

import { requireRoom } from '../../../backend/connection/require-room.ts';
import { type Database, queryRows } from '../../../backend/database.ts';
import { requireServer } from '../../../backend/migrate/migrate.ts';
import type { Found, Looks } from './looks.ts';

/** A process uses up to 20 connections. With fewer than ten left, the next process may fail to start. */
const SCARCE_CONNECTIONS = 10;

/**
 * Checks whether the server accepts changes, and how many connections are left. False if it accepts no changes.
 */
export async function checkTakesChanges(db: Database, { look }: Looks): Promise<boolean> {
  const takes = await look('backend takes changes', async () => {
    await requireServer(db);
    await requireRoom(db);
    return 'it is not a standby, and its disk has room';
  });
  await look('connections', async () => await describeConnections(db));
  return takes;
}

interface Limit {
  readonly name: string;
  readonly most: number;
  readonly used: number;
}

/** The lowest of the limits of the server, the database and the user. */
async function describeConnections(db: Database): Promise<Found> {
  const [nearest] = await queryRows<Limit>(
    db,
    `with open as (select sum(numbackends)::int as used from pg_stat_database)
     select * from (
       select 'max_connections' as name, used, current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) as most
       from open
       union all
       select 'connection limit of the database', s.numbackends, d.datconnlimit
       from pg_database d join pg_stat_database s on s.datid = d.oid
       where d.datname = current_database() and d.datconnlimit >= 0
       union all
       select 'connection limit of the user',
         (select count(*)::int from pg_stat_activity a where a.usesysid = r.oid), r.rolconnlimit
       from pg_roles r where r.rolname = current_user and r.rolconnlimit >= 0
     ) limits order by most - used limit 1`,
  );
  if (nearest === undefined) return 'no limit is known';
  const { name, most, used } = nearest;
  const inUse = `${used} of ${most} are in use (${name})`;
  return most - used < SCARCE_CONNECTIONS
    ? { warning: `${inUse}; a process takes up to 20: raise the limit, or run fewer processes` }
    : inUse;
}

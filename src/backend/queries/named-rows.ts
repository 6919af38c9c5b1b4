import { type Queryable, queryRows } from '../database.ts';

/** A configuration with the names by which a person recognises it. */
export interface NamedConfiguration {
  readonly id: string;
  readonly name: string;
}

const ENOUGH = 20;

/**
 * The configurations that this text may mean. It is compared with their ids and their event's ids, then with
 * names, then with names of events, and last with the beginnings of ids.
 */
export async function findNamedConfigurations(
  db: Queryable,
  text: string,
): Promise<readonly NamedConfiguration[]> {
  return await queryRows<NamedConfiguration>(
    db,
    `with found as (
       select c.id, c.name, case
         when c.id::text = lower($1) or ev.id::text = lower($1) then 1
         when lower(c.name) = lower($1) then 2
         when lower(c.event_name) = lower($1) then 3
         when starts_with(c.id::text, $2) then 4 end as rank
       from sync_configurations c left join events ev on ev.configuration_id = c.id
       where c.deleted_at is null
     )
     select id, name from found where rank = (select min(rank) from found) order by lower(name), id
     limit ${ENOUGH}`,
    [text, idPrefixOf(text)],
  );
}

/** The event of a configuration; null before its first sync. */
export async function findEventOfConfiguration(
  db: Queryable,
  configurationId: string,
): Promise<string | null> {
  const [row] = await queryRows<{ id: string }>(db, 'select id from events where configuration_id = $1', [
    configurationId,
  ]);
  return row?.id ?? null;
}

type IdTable =
  | 'sync_executions'
  | 'alert_incidents'
  | 'sync_configurations'
  | 'events'
  | 'ticket_tiers'
  | 'tickets';

interface Neighbours {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** For each of these rows, the ids before and after its own. */
export async function findNeighbours(
  db: Queryable,
  table: IdTable,
  ids: readonly string[],
): Promise<readonly Neighbours[]> {
  return await queryRows<Neighbours>(
    db,
    `select asked.id, (select t.id from ${table} t where t.id < asked.id order by t.id desc limit 1) as before,
       (select t.id from ${table} t where t.id > asked.id order by t.id limit 1) as after
     from unnest($1::uuid[]) as asked (id)`,
    [ids],
  );
}

/** The rows of this table whose id starts with this text, by id. */
export async function findIdsByPrefix(
  db: Queryable,
  table: Exclude<IdTable, 'sync_configurations'>,
  text: string,
): Promise<readonly string[]> {
  const prefix = idPrefixOf(text)?.replaceAll('-', '');
  if (prefix === undefined) return [];
  // The condition is a range of ids, because an index can find it.
  const rows = await queryRows<{ id: string }>(
    db,
    `select id from ${table} where id between $1::uuid and $2::uuid order by id limit ${ENOUGH}`,
    [prefix.padEnd(32, '0'), prefix.padEnd(32, 'f')],
  );
  return rows.map((row) => row.id);
}

/** A shorter text is more likely a mistake than the beginning of an id. */
const SHORTEST_PREFIX = 4;
const ID_SHAPE = '00000000-0000-0000-0000-000000000000';

/** Null if the text is not the beginning of an id. */
function idPrefixOf(text: string): string | null {
  const prefix = text.toLowerCase();
  if (prefix.length < SHORTEST_PREFIX || !/^[\da-f-]+$/.test(prefix)) return null;
  return prefix.replaceAll(/[\da-f]/g, '0') === ID_SHAPE.slice(0, prefix.length) ? prefix : null;
}

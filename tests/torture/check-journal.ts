import type { TortureWorld } from './torture-world.ts';

/** The tables, each with the columns that are not only written by a sync. */
const JOURNALLED: Readonly<Record<string, readonly string[]>> = {
  events: [],
  ticket_tiers: [],
  orders: [],
  order_items: [],
  refunds: [],
  refund_lines: [],
  // The local gate also writes these.
  tickets: ['check_in_status', 'checked_in_at', 'day_status'],
};
/** A person who deletes a configuration leaves its event without one; the audit log records that. */
const EMPTIED_BY_PEOPLE = ['configuration_id'];
const MOST_LISTED = 3;

/**
 * Replays the journal: the last entry for a column has the value of the row, each entry begins with the value at
 * which the previous one ended, and one entry created every row.
 */
export async function checkJournal(world: TortureWorld): Promise<void> {
  for (const [table, others] of Object.entries(JOURNALLED)) {
    const columns = (
      await world.rows<{ name: string; type: string }>(
        `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [table],
      )
    ).filter(({ name }) => !others.includes(name));
    for (const { name, type } of columns) await checkColumn(world, table, name, type);
    const unmade = await world.rows(
      `select t.id from ${table} t where not exists (select from sync_changes c where c.row_id = t.id
         and c.table_name = $1 and c.operation = 'created')`,
      [table],
    );
    world.findings.require(unmade.length === 0, `${unmade.length} rows of ${table} are in no journal`);
  }
}

async function checkColumn(world: TortureWorld, table: string, name: string, type: string): Promise<void> {
  // The journal has no values for erased personal data: later entries start from there. A row that came back has no
  // removal reason any more, without an entry for that column.
  const said = `select c.row_id, c.id, c.fields -> $2 ->> 0 as before, c.fields -> $2 ->> 1 as after,
      lag(c.fields -> $2 ->> 1) over w as last_after, lag(c.id) over w is not null and c.fields ? $2 as follows,
      lead(c.id) over w is null as is_last
    from sync_changes c where c.table_name = $1
      and (c.fields ? $2 or ($2 = 'removed_reason' and c.operation = 'restored'))
      and not exists (select from sync_changes f
        where f.row_id = c.row_id and f.id >= c.id and f.fields -> $2 = '[null, null]')
    window w as (partition by c.row_id order by c.id)`;
  const mayBeEmpty = EMPTIED_BY_PEOPLE.includes(name);
  const gaps = await world.rows<{ row_id: string }>(
    `select row_id, last_after, before from (${said}) s
     where follows and last_after::${type} is distinct from before::${type} and not (before is null and $3)`,
    [table, name, mayBeEmpty],
  );
  const unlike = await world.rows<{ row_id: string }>(
    `select s.row_id, s.after, t.${name}::text as present from (${said}) s join ${table} t on t.id = s.row_id
     where s.is_last and s.after::${type} is distinct from t.${name} and not (t.${name} is null and $3)`,
    [table, name, mayBeEmpty],
  );
  for (const [what, rows] of [
    ['an entry does not begin where the last one ended', gaps],
    ['the last entry is not what the row holds', unlike],
  ] as const) {
    for (const row of rows.slice(0, MOST_LISTED)) {
      const shown = JSON.stringify(row).slice(0, 300);
      world.findings.require(false, `journal of ${table}.${name}: ${what}: ${shown} (${rows.length} rows)`);
    }
  }
}

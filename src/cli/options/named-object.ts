import type { Database } from '../../backend/database.ts';
import {
  findEventOfConfiguration,
  findIdsByPrefix,
  findNamedConfigurations,
  findNeighbours,
} from '../../backend/queries/named-rows.ts';
import type { EditedTable } from '../../backend/tables/edited-tables.ts';
import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError } from '../../kernel/errors.ts';

/**
 * The id of the configuration that an argument names: by its id, by the beginning of its id, by its name, or by
 * the id or name of its event.
 *
 * @throws missing `configuration.none`; invalid `cli.ambiguous`
 */
export async function requireConfigurationId(db: Database, text: string): Promise<string> {
  const found = await findNamedConfigurations(db, text);
  const [first] = found;
  if (first === undefined) {
    throw new AppError({
      code: 'configuration.none',
      message: `There is no configuration "${text}".`,
    });
  }
  if (found.length > 1) {
    throw ambiguous(
      text,
      'configurations',
      found.map(({ id, name }) => `${id} (${name})`),
    );
  }
  return first.id;
}

/** @throws missing `execution.none`; invalid `cli.ambiguous` */
export async function requireExecutionId(db: Database, text: string): Promise<string> {
  return await requireId(db, text, {
    table: 'sync_executions',
    one: 'execution',
    several: 'executions',
    code: 'execution.none',
  });
}

/** @throws missing `alert.none`; invalid `cli.ambiguous` */
export async function requireAlertId(db: Database, text: string): Promise<string> {
  return await requireId(db, text, {
    table: 'alert_incidents',
    one: 'alert',
    several: 'alerts',
    code: 'alert.none',
  });
}

/**
 * The id of the event that an argument names: by its id or the beginning of it, or as its configuration is named.
 *
 * @throws missing `event.none`, `configuration.none`; invalid `cli.ambiguous`
 */
export async function requireEventId(db: Database, text: string): Promise<string> {
  const [id, ...others] = await findIdsByPrefix(db, 'events', text);
  if (id !== undefined && others.length === 0) return id;
  const event = await findEventOfConfiguration(db, await requireConfigurationId(db, text));
  if (event !== null) return event;
  throw new AppError({ code: 'event.none', message: `No sync has read the event "${text}" yet.` });
}

const EDITED = {
  events: { table: 'events', one: 'event', several: 'events', code: 'event.none' },
  ticket_tiers: { table: 'ticket_tiers', one: 'tier', several: 'tiers', code: 'ticket-tier.none' },
  tickets: { table: 'tickets', one: 'ticket', several: 'tickets', code: 'ticket.none' },
} as const satisfies Readonly<Record<EditedTable, Kind>>;

/**
 * The id of a row that people edit.
 *
 * @throws missing `event.none`, `ticket-tier.none`, `ticket.none`; invalid `cli.ambiguous`
 */
export async function requireEditedId(db: Database, table: EditedTable, text: string): Promise<string> {
  return await requireId(db, text, EDITED[table]);
}

interface Kind {
  readonly table: Parameters<typeof findIdsByPrefix>[1];
  readonly one: string;
  readonly several: string;
  readonly code: ErrorCode;
}

async function requireId(db: Database, text: string, { table, one, several, code }: Kind): Promise<string> {
  const found = await findIdsByPrefix(db, table, text);
  const [first] = found;
  if (first === undefined) {
    throw new AppError({ code, message: `There is no ${one} "${text}".` });
  }
  if (found.length > 1) throw ambiguous(text, several, found);
  return first;
}

function ambiguous(text: string, several: string, candidates: readonly string[]): AppError {
  return new AppError({
    code: 'cli.ambiguous',
    message: `"${text}" names several ${several}: ${candidates.join(', ')}. Give more characters of the id.`,
  });
}

const SHORTEST_SHOWN = 8;

/** Shortens each id to the shortest beginning that no other row of its table has. */
export async function shortIds(
  db: Database,
  table: Parameters<typeof findNeighbours>[1],
  rows: readonly { readonly id: string }[],
): Promise<(id: string) => string> {
  const neighbours = await findNeighbours(
    db,
    table,
    rows.map(({ id }) => id),
  );
  const lengths = neighbours.flatMap(({ id, before, after }) => [
    commonLength(id, before) + 1,
    commonLength(id, after) + 1,
  ]);
  const length = Math.max(SHORTEST_SHOWN, ...lengths);
  return (id) => id.slice(0, length);
}

function commonLength(one: string, other: string | null): number {
  if (other === null) return 0;
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

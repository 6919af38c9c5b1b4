import pg from 'pg';
import type { PostgresAddress } from '../../kernel/addresses/postgres-address.ts';

/** PostgreSQL itself ends a statement that takes longer. */
const STATEMENT_LIMIT_MS = 75_000;

/** Limits that somebody set for the user or the database had other programs in mind. */
const OURS: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  statement_timeout: String(STATEMENT_LIMIT_MS),
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '60000',
  // A random read costs no four sequential ones on the disks of today: lists go by their indexes, deep pages too.
  random_page_cost: '1.1',
  // A search has many conditions, and compiling them takes longer than asking them.
  jit: 'off',
  // Without a farewell a client holds its locks for half a minute, not for the two hours that most systems wait.
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30000',
};

/** Each of their names is a value of its own. */
const LISTS: ReadonlySet<string> = new Set(['search_path', 'temp_tablespaces']);

/**
 * Begins a transaction with our settings, which end with it. A session may be another client's after that: a pooler
 * lends it for a transaction, and refuses or forgets what a session is to begin with. No query is among them, so that
 * the transaction can still be given its isolation level.
 */
export function openingOf({ options, settings }: Pick<PostgresAddress, 'options' | 'settings'>): string {
  const all = new Map([...options, ...Object.entries(OURS), ...settings]);
  return ['begin', ...[...all].map(([name, value]) => setLocal(name, value))].join('; ');
}

function setLocal(name: string, value: string): string {
  const quoted = name.split('.').map(pg.escapeIdentifier).join('.');
  const values = LISTS.has(name) ? namesIn(value) : [value];
  return `set local ${quoted} = ${values.map(pg.escapeLiteral).join(', ')}`;
}

/** Reads such a list as PostgreSQL does: a quoted name stays as it is, any other becomes lower case. */
function namesIn(list: string): readonly string[] {
  const names = list.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [''];
  return names.map((name) => {
    const [, quoted] = /^"(.*)"$/s.exec(name.trim()) ?? [];
    return quoted === undefined ? name.trim().toLowerCase() : quoted.replaceAll('""', '"');
  });
}

/**
 * Lets a transaction take as long as its statements do, whatever limit a role or a database has for all of it. Versions
 * of PostgreSQL before 17 know no such setting, and refuse a transaction that names it.
 */
export async function withoutTransactionLimit(tx: pg.ClientBase): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout' and setting <> '0'`,
  );
}

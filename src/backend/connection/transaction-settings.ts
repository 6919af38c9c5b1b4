import pg from 'pg';
import type { PostgresAddress } from '../../kernel/addresses/postgres-address.ts';

/** The time after which PostgreSQL itself ends a statement. */
const STATEMENT_LIMIT_MS = 75_000;

/** Limits of the user or the database were set for other programs, so they are lifted. */
const OURS: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  statement_timeout: String(STATEMENT_LIMIT_MS),
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '60000',
  // On modern disks a random read does not cost as much as four sequential ones, so lists should use their
  // indexes, even for late pages.
  random_page_cost: '1.1',
  // The query of a search has many conditions, and compiling it takes longer than running it.
  jit: 'off',
  // If a client vanishes, its locks are released after half a minute. On most systems this would take two
  // hours.
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30000',
};

/** A list, in which each name is a separate value. */
const LISTS: ReadonlySet<string> = new Set(['search_path', 'temp_tablespaces']);

/**
 * Begins a transaction with our settings, which end with it. Afterwards the session may serve another client: a
 * pooler lends it for one transaction, and refuses or forgets settings at its start. None of these statements
 * is a query, so the isolation level can still be set.
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

/** Splits such a list as PostgreSQL does: a quoted name stays as it is, and other names become lower case. */
function namesIn(list: string): readonly string[] {
  const names = list.match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [''];
  return names.map((name) => {
    const [, quoted] = /^"(.*)"$/s.exec(name.trim()) ?? [];
    return quoted === undefined ? name.trim().toLowerCase() : quoted.replaceAll('""', '"');
  });
}

/**
 * Lifts the time limit of a whole transaction that a role or a database may have. PostgreSQL before version 17
 * does not know the setting and would refuse the transaction.
 */
export async function withoutTransactionLimit(tx: pg.ClientBase): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout' and setting <> '0'`,
  );
}

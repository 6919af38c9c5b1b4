import { newId } from '../kernel/ids.ts';
import { queryRows, type Transaction } from './database.ts';

/** How a store is reached. The command line's password is not kept. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly database: string;
  readonly tablePrefix: string | null;
}

/** The set of credentials for this address, made if there is none; its name is the address itself. */
export async function ensureCredentials(tx: Transaction, address: StoreAddress): Promise<string> {
  const prefix = address.tablePrefix === null ? '' : `#${address.tablePrefix}`;
  const name = `${address.username}@${address.host}:${address.port}/${address.database}${prefix}`;
  await tx.query(
    `insert into sync_credentials
       (id, name, transport, host, port, username, database_name, table_prefix)
     values ($1, $2, 'direct', $3, $4, $5, $6, $7)
     on conflict (name) do nothing`,
    [newId(), name, address.host, address.port, address.username, address.database, address.tablePrefix],
  );
  const [row] = await queryRows<{ id: string }>(tx, 'select id from sync_credentials where name = $1', [
    name,
  ]);
  if (row === undefined) throw new Error('credentials that were just made are not there');
  return row.id;
}

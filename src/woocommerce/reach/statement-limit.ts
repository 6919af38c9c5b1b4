import type { StoreConnection } from './store-connection.ts';

/**
 * The server's own limit on a statement, so that it gives up even if we are gone.
 * MariaDB counts in seconds, MySQL in milliseconds and for reading statements only; neither knows the other's name.
 */
export async function limitStatements(
  connection: StoreConnection,
  serverVersion: string,
  limitS: number,
  signal: AbortSignal,
): Promise<void> {
  await connection.query(
    /mariadb/i.test(serverVersion)
      ? `SET SESSION max_statement_time = ${limitS}`
      : `SET SESSION max_execution_time = ${limitS * 1000}`,
    signal,
  );
}

import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';

/**
 * A connection to the demo's MariaDB. When it breaks between two statements, the next one reports it; without a
 * listener Node would end the process.
 *
 * @throws what the driver throws
 */
export async function connectStore(options: ConnectionOptions): Promise<Connection> {
  const connection = await createConnection(options);
  connection.on('error', () => undefined);
  return connection;
}

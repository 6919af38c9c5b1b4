import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';

/**
 * Connects to the demo's MariaDB. The listener for errors keeps Node running when the connection breaks between two
 * statements; the next statement reports it.
 *
 * @throws what the driver throws
 */
export async function connectStore(options: ConnectionOptions): Promise<Connection> {
  const connection = await createConnection(options);
  connection.on('error', () => undefined);
  return connection;
}

import { chmod, link, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { runServers } from './run-servers.ts';

/** The socket of the tests' database server, at a path where every user may open it. */
export interface OpenSocket {
  readonly socket: string;
  /** Its folder, for other sockets of a test. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** The server's own folder is closed to other users, so the socket is linked into an open folder. */
export async function openStoreSocket(): Promise<OpenSocket> {
  const connection = await createConnection(runServers().storeUrl);
  const [[row]] = await connection.query<RowDataPacket[]>('select @@socket as socket');
  await connection.end();
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-socket-'));
  await chmod(folder, 0o755);
  const socket = join(folder, 'mysqld.sock');
  await link(String(row?.['socket']), socket);
  return { socket, folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

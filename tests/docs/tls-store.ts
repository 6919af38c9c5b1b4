import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createAuthority } from '../servers/certificates.ts';
import { type PrivateMariadb, startTlsMariadb } from '../servers/private-mariadb.ts';
import type { Reader } from './reader.ts';

const DATABASE = 'shop';
let server: PrivateMariadb | undefined;

/**
 * A store whose database uses TLS, with a certificate of the provider's own authority, which the reader has as
 * `ca.pem`. The set of credentials comes from version 0.1: it connects directly and without encryption.
 */
export async function addUnprotectedStore(reader: Reader): Promise<void> {
  const authority = createAuthority();
  server = await startTlsMariadb(authority.issue('localhost'), authority.certificate);
  const { user, password } = reader.world.reader;
  await server.exec(`CREATE DATABASE ${DATABASE}; CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';
    GRANT SELECT ON ${DATABASE}.* TO '${user}'@'127.0.0.1'`);
  const url = `mysql://${server.user}:${server.password}@127.0.0.1:${server.port}/${DATABASE}`;
  await makeDemoStore({ url, orders: 10, seed: 5, layout: 'hpos' });
  await writeFile(join(reader.folder, 'ca.pem'), authority.certificate);
  await reader.must('taquilla migrate');
  await reader.must(`echo '${reader.world.secrets}' | taquilla credentials add shop --mysql-host localhost \\
    --mysql-port ${server.port} --mysql-database ${DATABASE} --mysql-user ${user} --secrets-from-stdin`);
  await reader.db.query('update sync_credentials set unverified_auth_since = now()');
}

export async function stopTlsStore(): Promise<void> {
  await server?.stop();
}

import { DEFAULT_SETTINGS, SECRET_NAMES } from '../../../backend/credentials/credentials-model.ts';
import {
  changeCredentials,
  createCredentials,
  listCredentials,
  makeDefaultCredentials,
  removeCredentials,
} from '../../../backend/credentials/credentials-records.ts';
import { type Database, queryRows } from '../../../backend/database.ts';
import { type Secret, toSecret } from '../../../kernel/secrets/secret.ts';
import type { StoreLogin } from '../../options/store-address.ts';

const NAME = 'Demo store';

/**
 * Saves the connection to the demo's store as an ordinary set of credentials, so that the service can use it,
 * and assigns it to the demo's configuration. The store gets a new port at each start.
 */
export async function keepDemoCredentials(
  db: Database,
  secretKey: Secret,
  login: StoreLogin,
  configurationId: string,
): Promise<void> {
  const settings = {
    ...DEFAULT_SETTINGS,
    name: NAME,
    transport: 'direct',
    host: login.host,
    port: login.port,
    socket: null,
    username: login.user,
    database: login.database,
    tablePrefix: login.prefix,
  } as const;
  const secrets = Object.fromEntries(SECRET_NAMES.map((name) => [name, null]));
  const given = { ...secrets, password: toSecret(login.password) } as Parameters<typeof createCredentials>[3];
  const present = (await listCredentials(db)).find((set) => set.name === NAME);
  const kept =
    present === undefined
      ? await createCredentials(db, secretKey, settings, given)
      : await changeCredentials(db, secretKey, present.id, { ...present, ...settings }, given);
  if (!kept.isDefault) await makeDefaultCredentials(db, kept.id);
  await queryRows(db, 'update sync_configurations set credentials_id = $2 where id = $1', [
    configurationId,
    kept.id,
  ]);
  const others = (await listCredentials(db)).filter((set) => set.origin === 'command_line');
  for (const { id } of others) await removeCredentials(db, id);
}

import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { callTaquilla } from './call-taquilla.ts';

/** The first event of each demo store, as options of `sync`. */
export const EVENT = ['--product', '173911', '--event-name', 'Evento', '--organizer-email', 'o@example.com'];

export interface DemoStore extends StoreDatabase {
  readonly parts: URL;
  readonly password: string;
  /** For `--store-url`: commands take the password from the environment. */
  readonly passwordless: string;
}

export async function demoStore(
  options: Omit<Parameters<typeof makeDemoStore>[0], 'url'>,
): Promise<DemoStore> {
  const store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, ...options });
  const passwordless = new URL(store.url);
  passwordless.password = '';
  const parts = new URL(store.url);
  const password = decodeURIComponent(parts.password);
  return { ...store, parts, password, passwordless: passwordless.href };
}

export type Backend = Awaited<ReturnType<typeof backendFor>>;

/** A new backend, and the commands that sync a store into it. */
export async function backendFor(store: DemoStore) {
  const backend = await freshBackendDatabase();
  const db = openDatabase({ connectionString: backend.url }, testLog, 2);
  return {
    db,
    call: async (args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') =>
      await callTaquilla(args, {
        env: { DATABASE_URL: backend.url, TAQUILLA_STORE_PASSWORD: store.password, ...env },
        input,
      }),
    rows: async <T extends object>(sql: string): Promise<T[]> => (await db.query<T>(sql)).rows,
    close: async () => {
      await closeDatabase(db);
      await backend.drop();
    },
  };
}

import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import type { PageSetup } from './page-setup.ts';

/** The folder for the page's backup. */
let lost: FreshDatabase | undefined;

export const BACKUP: PageSetup = {
  page: 'docs/operations/backup.md',
  says: 'Let `DATABASE_URL` name an empty database',
  begins: 'synced',
  prepare: async (reader) => {
    await reader.serve();
    await reader.makeToken();
    lost = await emptyBackendDatabase();
  },
  before: [
    [
      /^taquilla restore \S+ --passphrase-file \S+$/,
      async (reader) => await reader.must(`export DATABASE_URL='${lost?.url}'`),
    ],
  ],
  shows: [
    [/^taquilla backup backups --passphrase/, 'Backed up'],
    [/--dry-run$/, 'It is complete and contains'],
    [/^taquilla restore \S+ --passphrase-file \S+$/, 'Restored the backup'],
    [/^taquilla check$/, 'The installation is healthy'],
    [/^taquilla credentials test shop$/, '✓ database, WooCommerce'],
    [/trigger-all/, 'execution_id'],
  ],
  restore: async () => await lost?.drop(),
};

import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type AuditedObject, readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import { credentialsInput } from '../../../contract/credentials.ts';
import { importCredentials } from '../../../credentials/edit-credentials.ts';
import { requireUsableKeys } from '../../../woocommerce/connect/ssh/ssh-key.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { importRows } from '../../options/import-rows.ts';
import { warn } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

interface ImportGiven {
  readonly name: string;
  readonly json?: boolean;
}

export function addCredentialsImport(group: Command, act: Act): void {
  group
    .command('import <file>')
    .description(
      'Create or update sets from a JSON file, each in the form of the API; - reads standard input.',
    )
    .option('--json', 'print the result of each as JSON')
    .action(named(act<ImportGiven>(runImport)));
}

async function runImport(session: Session, { name: path, json = false }: ImportGiven): Promise<number> {
  if (path !== '-') await warnOfReaders(session, path);
  return await withStores(session, async ({ db, secretKey }) => {
    return await importRows(session, {
      path,
      json,
      shape: credentialsInput,
      keyOf: (row) => row.name,
      async write(row) {
        let before: AuditedObject | null = null;
        const onChange = async (id: string): Promise<void> => {
          before = await readAuditedObject(db, 'credentials.change', id);
        };
        const written = await importCredentials({ db, secretKey, requireUsableKeys, onChange }, row);
        if (written.outcome === 'created') {
          await noteInAudit(db, 'credentials.create', written.id, { name: row.name });
        } else if (written.outcome === 'changed') {
          await noteInAudit(db, 'credentials.change', written.id, { options: Object.keys(row) }, before);
        }
        return written;
      },
    });
  });
}

const OTHERS = 0o077;

/** Warns if other users can read the file, because it contains passwords in plain text. */
async function warnOfReaders({ terminal }: Session, path: string): Promise<void> {
  const { mode } = await stat(path).catch(() => ({ mode: 0 }));
  if ((mode & OTHERS) === 0) return;
  warn(
    terminal,
    `Other users of this machine may read ${path}, which contains secrets: run chmod 600, and delete it afterwards.`,
  );
}

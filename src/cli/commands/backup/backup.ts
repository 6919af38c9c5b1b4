import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { backUpFiles } from '../../../backend/backup/back-up-files.ts';
import { backUpTables, type Maker } from '../../../backend/backup/back-up-tables.ts';
import { refuseExisting, writeBackupFile } from '../../../backend/backup/backup-file.ts';
import { showPlace } from '../../../backend/connection/backend-place.ts';
import type { Database } from '../../../backend/database.ts';
import { pendingMigrations } from '../../../backend/migrate/migrate.ts';
import { readDataKeys } from '../../../backend/secrets/data-key-records.ts';
import { toAppError } from '../../../kernel/errors.ts';
import { BACKUP_SENTENCES } from '../../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { PASSPHRASE_OPTION, readPassphrase } from '../../options/backup-passphrase.ts';
import { createProgress, progressBar } from '../../output/progress.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { countOf, showBytes } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Backend, Session } from '../../session.ts';

interface Options {
  readonly name: string;
  readonly passphraseFile?: string;
  readonly files?: boolean;
  readonly json?: boolean;
}

export function addBackup(program: Command, act: Act): void {
  program
    .command('backup <file>')
    .description('Write database and secret key into one encrypted file, while the service keeps running.')
    .option(...PASSPHRASE_OPTION)
    .option(
      '--files',
      'copy the files of the bundled PostgreSQL, from which any later moment of its archive can be restored',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
If the path is a folder, the name of the file contains the time. An existing file is never replaced. Keep the passphrase
apart from the backup: without it the backup cannot be opened, and a person with both can read everything.`,
    )
    .action(named(act<Options>(runBackup)));
}

async function runBackup(session: Session, options: Options): Promise<number> {
  const { terminal, settings } = session;
  if (options.files === true && !settings.embeddedBackend) throw errorOf(BACKUP_SENTENCES.notBundled, {});
  const given = resolve(options.name);
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  // Checked before any prompt and before the backend is opened.
  if (!isFolder) await refuseExisting(given);
  const passphrase = await readPassphrase(session, options.passphraseFile, 'new');
  await using backend = await session.openBackend({ shared: true, patient: true });
  const file = isFolder ? join(given, nameOf(backend.clock.now())) : given;
  const made = await backUp(session, backend, { file, passphrase, files: options.files === true });
  if (options.json === true) printJson(terminal.out, made);
  else {
    const content = made.holds === 'files' ? countOf(made.files, 'file') : countOf(made.rows, 'row');
    const moment = showZonedTime(made.made_at, settings.timezone);
    printLine(terminal.out, `Backed up ${content} as of ${moment}: ${file} (${showBytes(made.bytes)})`);
  }
  return 0;
}

interface Asked {
  readonly file: string;
  readonly passphrase: string;
  readonly files: boolean;
}

async function backUp(session: Session, { db, place }: Backend, { file, passphrase, files }: Asked) {
  const secretKey = await session.secretKey();
  // Checked now. Otherwise a key that does not open the secrets of the backup would be noticed only at a
  // restore.
  await readDataKeys(db, secretKey);
  const maker: Maker = { program: session.version, secretKey: secretKey.reveal() };
  const progress = createProgress(session.terminal.err, () => performance.now());
  const shown = `Backing up ${showPlace(place)}`;
  let bytes = 0;
  const write = async (source: AsyncIterable<Buffer>): Promise<void> => {
    ({ bytes } = await writeBackupFile({ file, passphrase }, source, session.stop));
  };
  const common = { maker, place: showPlace(place), write, signal: session.stop };
  const show = (share: number, what = ''): void =>
    progress.show(shown, `${progressBar(share, 1)}  ${what}`, share);
  progress.show(shown);
  try {
    const made = files
      ? { holds: 'files' as const, ...(await backUpFiles(db, { ...common, onProgress: show })) }
      : {
          holds: 'tables' as const,
          ...(await backUpTables(db, { ...common, onProgress: (table, share) => show(share, table) })),
        };
    await noteBackup(session, db, file);
    const { madeAt, ...counts } = made;
    return { file, bytes, made_at: madeAt, ...counts };
  } finally {
    progress.clear();
  }
}

/** The backup is already complete, so an error here must not make the user create another one. */
async function noteBackup({ log }: Session, db: Database, file: string): Promise<void> {
  try {
    // In an older schema, the audit log may have other columns.
    if ((await pendingMigrations(db)).length > 0) return;
    await noteInAudit(db, 'management.backup', null, { file });
  } catch (error) {
    log.warn({ code: toAppError(error).code }, 'the backup could not be recorded in the audit log');
  }
}

function nameOf(now: Date): string {
  return `taquilla-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.backup`;
}

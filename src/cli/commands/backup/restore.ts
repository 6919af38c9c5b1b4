import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { readBackupFile } from '../../../backend/backup/backup-file.ts';
import type { EntryReader, Manifest } from '../../../backend/backup/entries.ts';
import { refuseService, requireEmpty } from '../../../backend/backup/require-empty.ts';
import { restoreFiles } from '../../../backend/backup/restore-files.ts';
import { refuseNewerBackup, restoreTables } from '../../../backend/backup/restore-tables.ts';
import { type Settled, settleRestored } from '../../../backend/backup/settle-restored.ts';
import { SET_ASIDE } from '../../../backend/bundled/data-folder.ts';
import { showPlace } from '../../../backend/connection/backend-place.ts';
import { inTransaction } from '../../../backend/database.ts';
import { migrate } from '../../../backend/migrate/migrate.ts';
import { throwIfAborted } from '../../../kernel/errors.ts';
import { Secret } from '../../../kernel/secrets/secret.ts';
import { BACKUP_SENTENCES } from '../../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { PASSPHRASE_OPTION, readPassphrase } from '../../options/backup-passphrase.ts';
import { invalidOptions } from '../../options/options.ts';
import { createProgress, type Progress, progressBar } from '../../output/progress.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { countOf } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface Options {
  readonly name?: string;
  readonly passphraseFile?: string;
  readonly until?: string;
  readonly timeline?: string;
  readonly replace?: string;
  readonly secretKeyTo?: string;
  readonly settle?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addRestore(program: Command, act: Act): void {
  program
    .command('restore [file]')
    .description(
      'Restore a backup into an empty backend. An interrupted restore leaves the existing data unchanged.',
    )
    .option(...PASSPHRASE_OPTION)
    .option('--until <moment>', 'for a backup of files: this moment of the archive; default: its last one')
    .option(
      '--timeline <number>',
      'for an archive that continued after an earlier restore: follow this timeline',
    )
    .option('--secret-key-to <file>', 'write the secret key of the backup to this file')
    .option('--replace <name>', 'discard the data of this database, or of this data folder')
    .option(
      '--settle',
      'after a restore with the tools of the server: make the changes that every restore makes',
    )
    .option('--dry-run', 'only read the whole backup, and show what it contains')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Stop the service first. A backup of an older version is migrated to this one. Everybody must sign in again, API tokens
stay valid, and waiting alerts are not sent. Write a moment as 2026-03-01T12:00:00Z; without a zone, TIME_ZONE
applies.`,
    )
    .action(named(act<Options>(runRestore)));
}

async function runRestore(session: Session, options: Options): Promise<number> {
  if ((options.name === undefined) !== (options.settle === true)) {
    throw invalidOptions('Name the file of a backup, or give --settle, but not both.');
  }
  if (options.name === undefined) return await runSettle(session, options);
  const until = readMoment(options.until, session.settings.timezone);
  const timeline = readTimeline(options.timeline);
  const file = resolve(options.name);
  const passphrase = await readPassphrase(session, options.passphraseFile, 'known');
  const progress = createProgress(session.terminal.err, () => performance.now());
  const step = options.dryRun === true ? `Reading ${file}` : `Restoring ${file}`;
  const onBytes = (read: number, of: number): void => progress.show(step, progressBar(read, of), read / of);
  try {
    const done = await readBackupFile(
      { file, passphrase },
      async (entries) => {
        const manifest = await entries.manifest();
        await refuseNewerBackup(manifest, file);
        const restoring = {
          session,
          options,
          file,
          manifest,
          entries,
          until,
          timeline,
          progress,
          asideAs: nameAside(session),
        };
        if (options.dryRun === true) return await readThrough(restoring);
        return manifest.holds === 'tables' ? await intoTables(restoring) : await intoFiles(restoring);
      },
      { signal: session.stop, onBytes },
    );
    progress.clear();
    return report(session, options, done);
  } finally {
    progress.clear();
  }
}

async function runSettle(session: Session, { json }: Options): Promise<number> {
  return await withBackend(session, async ({ db, place }) => {
    await refuseService(db, showPlace(place));
    const settled = await inTransaction(db, async (tx) => {
      await noteInAudit(tx, 'management.restore', null);
      return await settleRestored(tx);
    });
    const { out } = session.terminal;
    if (json === true)
      printJson(out, { ended_sessions: settled.sessions, given_up_messages: settled.messages });
    else printLine(out, settledLine(settled));
    return 0;
  });
}

function settledLine({ sessions, messages }: Settled): string {
  return `Ended ${countOf(sessions, 'session')}; ${countOf(messages, 'alert')} that waited will not be sent.`;
}

interface Restoring {
  readonly session: Session;
  readonly options: Options;
  readonly file: string;
  readonly manifest: Manifest;
  readonly entries: EntryReader;
  readonly until: Date | null;
  readonly timeline: number | null;
  /** The suffix of the name under which replaced data are kept. */
  readonly asideAs: string;
  readonly progress: Progress;
}

interface Done {
  readonly manifest: Manifest;
  /** The place of the restored data; null if nothing was changed. */
  readonly into: string | null;
  readonly content: string;
  readonly applied: readonly string[];
  readonly sessions: number;
  readonly messages: number;
  readonly keyFile: string | null;
  /** The place to which the previous data were moved; null if there were none. */
  readonly aside: string | null;
}

async function readThrough({ manifest, entries }: Restoring): Promise<Done> {
  let count = 0;
  for (let entry = await entries.next(); entry.kind !== 'end'; entry = await entries.next()) {
    if (entry.kind === 'table' || entry.kind === 'file') count += 1;
    for await (const _ of entries.data());
  }
  const content = countOf(count, manifest.holds === 'tables' ? 'table' : 'file');
  return { manifest, into: null, content, applied: [], sessions: 0, messages: 0, keyFile: null, aside: null };
}

async function intoTables(restoring: Restoring): Promise<Done> {
  const { session, options, file, manifest, entries, until, timeline } = restoring;
  if (until !== null || timeline !== null) {
    throw errorOf(BACKUP_SENTENCES.noMomentInTables, { file, made: manifest.madeAt });
  }
  await using key = await planKey(restoring);
  await using backend = await session.openBackend({ patient: true });
  const { db } = backend;
  const place = showPlace(backend.place);
  const name = backend.place.kind === 'bundled' ? backend.place.folder : backend.place.database;
  await requireEmpty(db, { place, name, replace: options.replace });
  const restored = await restoreTables(db, {
    file,
    manifest,
    entries,
    log: session.log,
    beforeCommit: async (tx) => {
      throwIfAborted(session.stop);
      await noteInAudit(tx, 'management.restore', null, { file, made_at: manifest.madeAt });
      await key.write();
    },
  });
  await key.keep();
  const content = `${countOf(restored.rows, 'row')} of ${countOf(restored.tables, 'table')}`;
  return { manifest, into: place, ...restored, content, keyFile: key.file, aside: null };
}

async function intoFiles(restoring: Restoring): Promise<Done> {
  const { session, options, progress, ...rest } = restoring;
  const { manifest, file, until } = rest;
  const { embeddedBackend, archiveDir, dataDir } = session.settings;
  if (!embeddedBackend) throw errorOf(BACKUP_SENTENCES.notBundled, {});
  if (archiveDir === null) throw errorOf(BACKUP_SENTENCES.noArchive, {});
  const made = manifest.madeAt;
  if (until !== null && until.toISOString() < made) {
    throw errorOf(BACKUP_SENTENCES.momentTooEarly, { file, made, moment: until.toISOString() });
  }
  await using key = await planKey(restoring);
  let finished: Pick<Done, 'applied' | 'sessions' | 'messages'> = { applied: [], sessions: 0, messages: 0 };
  const { aside } = await restoreFiles({
    ...rest,
    dataDir,
    archiveDir,
    replace: options.replace,
    log: session.log,
    signal: session.stop,
    onRecovery: () => progress.show('Reading the archive'),
    finish: async (url) => {
      await using backend = session.openRestored(url);
      const applied = await migrate(backend.db, session.log);
      const settled = await inTransaction(backend.db, settleRestored);
      await noteInAudit(backend.db, 'management.restore', null, { file, made_at: made });
      await key.write();
      throwIfAborted(session.stop);
      finished = { applied, ...settled };
    },
    placed: async () => await key.keep(),
  });
  const content = until === null ? 'all that was archived' : `the moment ${until.toISOString()}`;
  return {
    manifest,
    into: `bundled PostgreSQL in ${dataDir}`,
    content,
    ...finished,
    keyFile: key.file,
    aside,
  };
}

async function planKey({ session, manifest, options, asideAs }: Restoring) {
  return await session.planSecretKey(new Secret(manifest.secretKey), options.secretKeyTo, asideAs);
}

/** Each restore uses a new name, so that data that an earlier restore moved are not in the way. */
function nameAside({ surroundings }: Session): string {
  return `${SET_ASIDE}${surroundings
    .now()
    .toISOString()
    .replace(/[^\dTZ]/g, '')}`;
}

function report({ terminal: { out }, settings }: Session, { json }: Options, done: Done): number {
  const { manifest, into, content, applied, sessions, messages, keyFile, aside } = done;
  const { program, madeAt, holds } = manifest;
  if (json === true) {
    printJson(out, {
      made_at: madeAt,
      made_by: program,
      holds,
      restored_into: into,
      applied,
      ended_sessions: sessions,
      given_up_messages: messages,
      secret_key_file: keyFile,
      set_aside: aside,
    });
    return 0;
  }
  const of = `the backup of ${showZonedTime(madeAt, settings.timezone)}, made by Taquilla ${program}`;
  if (into === null) {
    printLine(out, `This is ${of}. It is complete and contains ${content}; nothing was changed.`);
    return 0;
  }
  printLine(out, `Restored ${of}, into ${into}: ${content}.`);
  for (const name of applied) printLine(out, `Applied ${name}`);
  if (aside !== null) printLine(out, `The previous data is in ${aside}`);
  if (keyFile !== null) printLine(out, `The secret key is in ${keyFile}`);
  printLine(out, settledLine({ sessions, messages }));
  return 0;
}

/** @throws invalid `cli.options` */
function readTimeline(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalidOptions('--timeline must be a number like 2.');
  return Number(text);
}

/** @throws invalid `cli.options` */
function readMoment(text: string | undefined, zone: string): Date | null {
  if (text === undefined) return null;
  const moment = DateTime.fromISO(text, { zone });
  if (!moment.isValid) throw invalidOptions('--until must be a moment like 2026-03-01T12:00:00Z.');
  return moment.toJSDate();
}

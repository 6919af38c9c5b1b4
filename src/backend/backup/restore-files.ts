import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log/log.ts';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { makeDraftFolder } from '../../platform/draft-folder.ts';
import { folderError } from '../../platform/folder-error.ts';
import { lockFolder } from '../../platform/folder-lock.ts';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../platform/server-child.ts';
import { openServerPlace, type ServerPlace } from '../../platform/server-place.ts';
import { giveTree, makeServerFolder } from '../../platform/server-user.ts';
import { makeSocketFolder } from '../../platform/socket-folder.ts';
import { archiveSettings, recoverySettings, segmentsIn, timelinesAfter } from '../bundled/archive.ts';
import { postgresBinaries } from '../bundled/binaries.ts';
import { folderInUse, postmaster, urlOf, withClient } from '../bundled/bundled-server.ts';
import { dataFolderOf, otherVersion, readIfThere } from '../bundled/data-folder.ts';
import type { EntryReader, Manifest } from './entries.ts';

const SAYS = BACKUP_SENTENCES;
/**
 * A recovery has no time limit, because its duration depends on how much was written since the backup. Only a
 * signal ends it.
 */
const RECOVERY_LIMIT_MS = 7 * 24 * 3_600_000;
/** PostgreSQL's log messages, in English because the server always starts with the locale C. */
const NOT_REACHED = 'recovery ended before configured recovery target was reached';
const TOO_EARLY = 'requested recovery stop point is before consistent recovery point';

interface RestoringFiles {
  readonly file: string;
  readonly manifest: Manifest;
  readonly entries: EntryReader;
  /** `TAQUILLA_DATA_DIR` */
  readonly dataDir: string;
  /** `TAQUILLA_ARCHIVE_DIR` */
  readonly archiveDir: string;
  /** Null means the last archived moment. */
  readonly until: Date | null;
  /** The value of `--timeline`. Null means the timeline of the backup, if no other one continues it. */
  readonly timeline: number | null;
  /** The value of `--replace`. */
  readonly replace: string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onRecovery: () => void;
  /** Called with the recovered server before its files are put in place. */
  readonly finish: (url: string) => Promise<void>;
  /** The suffix of the names under which existing data are kept. */
  readonly asideAs: string;
  /** Called as soon as the data is in place. */
  readonly placed: () => Promise<void>;
}

/**
 * Puts the files of a backup beside the data folder, lets PostgreSQL recover to the given moment, and only
 * then renames them: an interrupted restore leaves no data folder. An existing data folder is kept under
 * another name.
 *
 * @throws config `restore.has-data`, `backend.data-of-other-version`, `machine.*`; conflict `backend.folder-in-use`;
 *   invalid `backup.damaged`, `restore.moment-not-archived`, `restore.several-timelines`; what `finish` and `placed`
 *   throw; aborted
 */
export async function restoreFiles(input: RestoringFiles): Promise<{ readonly aside: string | null }> {
  const { dataDir } = input;
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'postgres');
  await makeServerFolder(folder, place.user);
  const sockets = await makeSocketFolder(folder, place.user);
  const lock = await lockFolder(sockets, () => folderInUse(dataDir));
  try {
    const data = dataFolderOf(place);
    const isThere = (await readIfThere(join(data, 'PG_VERSION'))) !== null;
    refuseData(input, isThere);
    const timeline = await chooseTimeline(input);
    const aside = isThere ? `${data}${input.asideAs}` : null;
    const draft = await makeDraftFolder(folder, 'restored');
    try {
      await unpack(draft, input);
      await recover(draft, folder, sockets, place, timeline, input);
      if (aside !== null) await rename(data, aside);
      await rename(draft, data).catch(async (error: unknown) => {
        if (aside !== null) await rename(aside, data);
        throw error;
      });
      await input.placed();
      return { aside };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (error) {
    throw error instanceof AppError ? error : await folderError(error, dataDir);
  } finally {
    await lock.release();
  }
}

function refuseData({ dataDir, replace }: RestoringFiles, isThere: boolean): void {
  const place = `bundled PostgreSQL in ${dataDir}`;
  if (replace !== undefined && replace !== dataDir) {
    throw errorOf(SAYS.otherName, { given: replace, place, name: dataDir });
  }
  if (isThere && replace === undefined) {
    throw errorOf(SAYS.hasData, { place, found: 'its database files', name: dataDir });
  }
}

/** @throws invalid `restore.several-timelines`, `backup.damaged` */
async function chooseTimeline({ file, archiveDir, manifest, timeline }: RestoringFiles): Promise<string> {
  const own = manifest.timeline;
  if (own === undefined) throw errorOf(SAYS.altered, { file });
  const others = await timelinesAfter(archiveDir, own);
  const isKnown = timeline === null ? others.length === 0 : [own, ...others].includes(timeline);
  if (isKnown) return timeline === null || timeline === own ? 'current' : String(timeline);
  const folder = segmentsIn(archiveDir);
  if (others.length === 0) throw errorOf(SAYS.oneTimeline, { file, folder, own });
  throw errorOf(SAYS.severalTimelines, { file, folder, own, others: others.join(', ') });
}

async function unpack(draft: string, { entries, file }: RestoringFiles): Promise<void> {
  for (;;) {
    const entry = await entries.next();
    if (entry.kind === 'end') return;
    if ((entry.kind !== 'folder' && entry.kind !== 'file') || entry.path.split('/').includes('..')) {
      throw errorOf(SAYS.altered, { file });
    }
    const path = join(draft, entry.path);
    if (entry.kind === 'folder') await mkdir(path, { mode: 0o700 });
    else {
      const handle = await open(path, 'wx', 0o600);
      try {
        for await (const piece of entries.data()) await handle.writeFile(piece);
      } finally {
        await handle.close();
      }
    }
  }
}

async function recover(
  draft: string,
  folder: string,
  sockets: string,
  place: ServerPlace,
  timeline: string,
  input: RestoringFiles,
): Promise<void> {
  const { archiveDir, until, signal } = input;
  const binaries = await postgresBinaries(place);
  const version = (await readIfThere(join(draft, 'PG_VERSION')))?.trim() ?? '';
  if (version !== binaries.major) throw otherVersion(version, binaries.major);
  await writeFile(join(draft, 'recovery.signal'), '');
  // Once the server is in place, what it writes belongs to the archive as well.
  const settings = {
    ...(await archiveSettings(archiveDir, place.user)),
    ...recoverySettings(archiveDir, until, timeline),
  };
  // The files of a copied archive belong to the user who copied them.
  for (const tree of [draft, segmentsIn(archiveDir)]) {
    if (place.user !== null) await giveTree(tree, place.user);
  }
  const command: ServerCommand = {
    ...postmaster(binaries, draft, sockets, settings),
    folder,
    // A log file for this run alone, because the reason why the server ended is read from it.
    logFile: join(folder, 'restore.log'),
    user: place.user,
  };
  await rm(command.logFile, { force: true });
  input.onRecovery();
  const child = await spawnServer(command);
  try {
    await waitUntilReady(child, command, async () => await hasRecovered(sockets), RECOVERY_LIMIT_MS, signal);
    throwIfAborted(signal);
    await input.finish(urlOf(sockets));
  } catch (error) {
    throw momentError(error, input);
  } finally {
    await child.stop();
  }
}

async function hasRecovered(sockets: string): Promise<boolean> {
  return await withClient(sockets, async (client) => {
    const { rows } = await client.query<{ over: boolean }>('select not pg_is_in_recovery() as over');
    return rows[0]?.over === true;
  }).catch(() => false);
}

/** Explains a recovery that failed because the archive does not reach the given moment. */
function momentError(error: unknown, { archiveDir, file, manifest, until }: RestoringFiles): unknown {
  const log = error instanceof AppError ? error.details['output'] : null;
  if (typeof log !== 'string') return error;
  const moment = until?.toISOString() ?? '';
  if (until !== null && log.includes(NOT_REACHED)) {
    return errorOf(SAYS.momentNotThere, { folder: segmentsIn(archiveDir), moment }, { cause: error });
  }
  if (until !== null && log.includes(TOO_EARLY)) {
    return errorOf(SAYS.momentTooEarly, { file, made: manifest.madeAt, moment }, { cause: error });
  }
  return error;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { errnoOf, reasonOfFolder } from '../../platform/folder-error.ts';
import { makeFolders } from '../../platform/make-folders.ts';
import { makeServerFolder, type ServerUser } from '../../platform/server-user.ts';

/**
 * A segment that is not full is archived after this time. So this is the most that is lost if the machine is
 * lost.
 */
const ARCHIVE_AFTER_SECONDS = 60;

/**
 * Settings of a server that archives its WAL, segment by segment, in its own folder below `archiveDir`. A
 * segment is renamed into place once it is on the disk. An existing segment is compared and never replaced:
 * if it differs, for example because another server wrote it, archiving stops.
 *
 * @throws config `backup.no-archive`
 */
export async function archiveSettings(
  archiveDir: string | null,
  user: ServerUser | null,
): Promise<Readonly<Record<string, string | number>>> {
  if (archiveDir === null) return {};
  const folder = segmentsIn(archiveDir);
  try {
    // The server runs as another user, who must be able to pass through the folder that is created here.
    await makeFolders(archiveDir, 0o711);
    await makeServerFolder(folder, user);
  } catch (error) {
    throw errorOf(
      BACKUP_SENTENCES.archiveNotMade,
      { folder, reason: reasonOfFolder(error) },
      { cause: error },
    );
  }
  const segment = inShell(`${folder}/`);
  const steps = [
    `f=${segment}%f.gz`,
    'if test -e "$f"; then gzip -dc "$f" | cmp -s - "%p"; exit; fi',
    'gzip -1 -c "%p" > "$f.partial" && sync "$f.partial" && mv "$f.partial" "$f"',
  ];
  return {
    archive_mode: 'on',
    archive_timeout: ARCHIVE_AFTER_SECONDS,
    archive_command: steps.join('; '),
  };
}

/**
 * Settings of a server that recovers from the archive and then continues by itself.
 *
 * @param timeline `current` means the timeline on which the backup was made
 */
export function recoverySettings(
  archiveDir: string,
  until: Date | null,
  timeline: string,
): Readonly<Record<string, string>> {
  const segment = `${inShell(`${segmentsIn(archiveDir)}/`)}%f.gz`;
  return {
    restore_command: `test -e ${segment} && gzip -dc ${segment} > "%p"`,
    recovery_target_action: 'promote',
    recovery_target_timeline: timeline,
    // The data are recovered next to the segments until the server is put in place, so that a failed restore
    // leaves nothing behind.
    archive_command: '',
    // When PostgreSQL reads this setting, it does not know the names of time zones yet, not even Z.
    ...(until === null ? {} : { recovery_target_time: until.toISOString().replace('Z', '+00') }),
  };
}

export function segmentsIn(archiveDir: string): string {
  return join(archiveDir, 'wal');
}

/**
 * The timelines of an archive that branched off this one. A restore began each of them, so they lack everything
 * that was written on this one after they branched off.
 */
export async function timelinesAfter(archiveDir: string, timeline: number): Promise<readonly number[]> {
  const folder = segmentsIn(archiveDir);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  const found: number[] = [];
  for (const name of names) {
    const number = /^([\dA-F]{8})\.history\.gz$/.exec(name)?.[1];
    if (number === undefined) continue;
    // The file has one line for each earlier timeline, which begins with its number.
    const parents = gunzipSync(await readFile(join(folder, name))).toString('latin1');
    if (new RegExp(`^\\s*${timeline}\\s`, 'm').test(parents)) found.push(Number.parseInt(number, 16));
  }
  return found.toSorted((one, other) => one - other);
}

/** Quotes one word for a shell, within a setting in which `%` begins a placeholder of PostgreSQL. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`.replaceAll('%', '%%');
}

import { open, readFile, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { secretKeyFile } from '../backend/credentials/secret-key-file.ts';
import type { KeyPlan } from '../cli/session.ts';
import type { Config } from '../config.ts';
import { errnoOf, reasonOfFolder } from '../kernel/machine/folder-error.ts';
import { makeFolders } from '../kernel/machine/make-folders.ts';
import type { Secret } from '../kernel/secret.ts';
import { BACKUP_SENTENCES } from '../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../kernel/sentences/sentence.ts';

const SET_ALREADY: KeyPlan = { file: null, keep: async () => undefined };

/**
 * Where the secret key of a backup goes: into the file that somebody named, or beside the bundled database. A key that
 * is set must be the same, since a service would go on with that one.
 *
 * @throws config `restore.secret-key`
 */
export async function planSecretKey(
  { secretKey, databaseUrl, dataDir }: Pick<Config, 'secretKey' | 'databaseUrl' | 'dataDir'>,
  key: Secret,
  to: string | undefined,
): Promise<KeyPlan> {
  if (to !== undefined) return await inFile(resolve(to), key, false);
  if (secretKey !== null) {
    if (secretKey.reveal() === key.reveal()) return SET_ALREADY;
    throw errorOf(BACKUP_SENTENCES.anotherKey, {});
  }
  if (databaseUrl !== null) throw errorOf(BACKUP_SENTENCES.noPlaceForKey, {});
  return await inFile(secretKeyFile(dataDir), key, true);
}

/** `aside`: another key that is there is kept under another name; else it stays, and nothing is restored. */
async function inFile(file: string, key: Secret, aside: boolean): Promise<KeyPlan> {
  const there = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw notWritten(file, error);
  });
  if (there?.trim() === key.reveal()) return SET_ALREADY;
  const keep = async (): Promise<void> => {
    try {
      await makeFolders(dirname(file), 0o711);
      if (there !== null && aside) await rename(file, `${file}.before-restore`);
      const handle = await open(file, 'wx', 0o600);
      try {
        await handle.writeFile(`${key.reveal()}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw notWritten(file, error);
    }
  };
  if (there !== null && !aside) {
    throw errorOf(BACKUP_SENTENCES.keyNotWritten, {
      file,
      reason: 'EEXIST: it is there, with another content',
    });
  }
  return { file, keep };
}

function notWritten(file: string, error: unknown) {
  return errorOf(BACKUP_SENTENCES.keyNotWritten, { file, reason: reasonOfFolder(error) }, { cause: error });
}

import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { secretKeyFile } from '../backend/secrets/secret-key-file.ts';
import type { KeyPlan } from '../cli/session.ts';
import { newId } from '../kernel/ids.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { BACKUP_SENTENCES } from '../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../kernel/sentences/sentence.ts';
import { errnoOf, reasonOfFolder } from '../platform/folder-error.ts';
import { makeFolders } from '../platform/make-folders.ts';
import type { Config } from './config/config.ts';

const nothing = async (): Promise<void> => undefined;
const SET_ALREADY: KeyPlan = { file: null, write: nothing, keep: nothing, [Symbol.asyncDispose]: nothing };

/**
 * Decides where a restore writes the secret key of a backup: into the given file, or beside the bundled
 * database. If a key is already set it must be the same, because the service would keep using it.
 *
 * @throws config `restore.secret-key`
 */
export async function planSecretKey(
  { secretKey, databaseUrl, dataDir }: Pick<Config, 'secretKey' | 'databaseUrl' | 'dataDir'>,
  key: Secret,
  to: string | undefined,
  asideAs: string,
): Promise<KeyPlan> {
  if (to !== undefined) return await inFile(resolve(to), key, null);
  if (secretKey !== null) {
    if (secretKey.reveal() === key.reveal()) return SET_ALREADY;
    throw errorOf(BACKUP_SENTENCES.anotherKey, {});
  }
  if (databaseUrl !== null) throw errorOf(BACKUP_SENTENCES.noPlaceForKey, {});
  return await inFile(secretKeyFile(dataDir), key, asideAs);
}

/**
 * `asideAs` is the suffix of the name under which an existing, different key is kept. If it is null, the
 * existing key stays in place and nothing is restored.
 */
async function inFile(file: string, key: Secret, asideAs: string | null): Promise<KeyPlan> {
  const there = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw notWritten(file, error);
  });
  if (there?.trim() === key.reveal()) return SET_ALREADY;
  if (there !== null && asideAs === null) {
    throw errorOf(BACKUP_SENTENCES.keyNotWritten, {
      file,
      reason: 'EEXIST: it is there, with another content',
    });
  }
  const draft = `${file}.restored-${newId()}`;
  let isKept = false;
  return {
    file,
    write: async () => {
      try {
        await makeFolders(dirname(file), 0o711);
        const handle = await open(draft, 'wx', 0o600);
        try {
          await handle.writeFile(`${key.reveal()}\n`);
          await handle.sync();
        } finally {
          await handle.close();
        }
      } catch (error) {
        throw notWritten(file, error);
      }
    },
    keep: async () => {
      isKept = true;
      try {
        if (there !== null) await rename(file, `${file}${asideAs}`);
        await rename(draft, file);
      } catch (error) {
        const reason = reasonOfFolder(error);
        throw errorOf(BACKUP_SENTENCES.keyNotPlaced, { file, draft, reason }, { cause: error });
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (!isKept) await rm(draft, { force: true });
    },
  };
}

function notWritten(file: string, error: unknown) {
  return errorOf(BACKUP_SENTENCES.keyNotWritten, { file, reason: reasonOfFolder(error) }, { cause: error });
}

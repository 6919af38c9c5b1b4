import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../../kernel/secrets/secret.ts';
import { errnoOf, folderError } from '../../platform/folder-error.ts';
import { makeFolders } from '../../platform/make-folders.ts';

const FILE = 'secret-key';

export function secretKeyFile(dataDir: string): string {
  return join(dataDir, FILE);
}

/**
 * The secret key of the bundled backend: created on first use, in a file beside the database that only its
 * owner can read. A copy of the database alone does not open its secrets.
 *
 * @throws config `machine.folder-not-writable`, `machine.disk-full`
 */
export async function embeddedSecretKey(dataDir: string): Promise<Secret> {
  const path = secretKeyFile(dataDir);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const existing = await readFile(path, 'utf8').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (existing !== null) return new Secret(existing.trim());
    await makeFolders(dataDir, 0o711);
    await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    await chmod(draft, 0o600);
    // A link instead of a rename: if two processes start at once, the key of the first one stays.
    await link(draft, path).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error;
    });
    return new Secret((await readFile(path, 'utf8')).trim());
  } catch (error) {
    throw await folderError(error, dataDir);
  } finally {
    // If nothing could be created, nothing needs to be removed.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

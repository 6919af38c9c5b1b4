import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const call = promisify(execFile);
const DISK_BYTES = 256_000_000;
/** Too little for a page, but mostly enough for a process's own records. */
const LEFT_BYTES = 300_000;
const DATABASE = 'taquilla';

/** A disk for one database of a server, small enough to be filled. */
export interface SmallDisk {
  fill(): Promise<void>;
  free(): Promise<void>;
  /** Runs after its server has ended. */
  remove(): Promise<void>;
}

/** A separate database on a private server; its disk is null if this machine lets the test mount none. */
export async function makeDatabase(
  serverUrl: string,
): Promise<{ readonly url: string; readonly disk: SmallDisk | null }> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ data_directory: string }>('show data_directory');
    const folder = await mountDisk();
    if (folder === null) await admin.query(`create database ${DATABASE}`);
    else {
      const { uid, gid } = await stat(rows[0]?.data_directory ?? '');
      await chown(folder, uid, gid);
      await admin.query(`create tablespace small location '${folder}'`);
      await admin.query(`create database ${DATABASE} tablespace small`);
    }
    const url = serverUrl.replace(/postgres$/, DATABASE);
    return { url, disk: folder === null ? null : diskIn(folder) };
  } finally {
    await admin.end();
  }
}

async function mountDisk(): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-disk-'));
  const mount = call('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder]);
  const mounted = await mount.then(
    () => true,
    () => false,
  );
  if (mounted) return folder;
  await rm(folder, { recursive: true });
  return null;
}

function diskIn(folder: string): SmallDisk {
  const filler = join(folder, 'filler');
  return {
    async fill() {
      const { bavail, bsize } = await statfs(folder);
      const filling = writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES)));
      // The server wrote in the meantime: then it is as full as possible.
      await filling.catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    free: async () => await rm(filler, { force: true }),
    async remove() {
      await call('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

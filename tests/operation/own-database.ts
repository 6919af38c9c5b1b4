import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { testLog } from '../servers/private-postgres.ts';

const call = promisify(execFile);
const DISK_BYTES = 64_000_000;
const NAME = 'taquilla';
/** PostgreSQL's limits apply to this user, as to an operator's; they do not apply to a superuser. */
const OWNER = 'encargado';

/** Only root may mount a separate disk. */
export const MAKES_DISKS = process.getuid?.() === 0;

/** A migrated database, owned by its user, on a separate disk, so that the server's log never runs out of space. */
export class OwnDatabase {
  readonly #server: string;
  readonly #disk: string | null;

  private constructor(server: string, disk: string | null) {
    this.#server = server;
    this.#disk = disk;
  }

  /** @param server the address of the server, for a superuser */
  static async make(server: string): Promise<OwnDatabase> {
    const disk = MAKES_DISKS ? await mountDisk(server) : null;
    const made = new OwnDatabase(server, disk);
    await made.ask(`create role ${OWNER} login`);
    if (disk !== null) await made.ask(`create tablespace apart location '${disk}'`);
    await made.ask(`create database ${NAME} owner ${OWNER}${disk === null ? '' : ' tablespace apart'}`);
    const db = openDatabase({ connectionString: made.urlFor() }, testLog, 1);
    await migrate(db, testLog);
    await db.end();
    return made;
  }

  /** @param user the owner by default */
  urlFor(user = OWNER): string {
    const url = new URL(this.#server);
    url.username = user;
    url.pathname = NAME;
    return url.href;
  }

  /** A connection without limits to the server, in another database. */
  async ask(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#server });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** A setting of the database, which applies to new sessions: existing ones are ended. */
  async alter(setting: string): Promise<void> {
    await this.ask(`alter database ${NAME} ${setting}`);
    await this.ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${OWNER}'`);
  }

  /** Fills the disk, or frees it again. */
  async fillDisk(full: boolean): Promise<void> {
    if (this.#disk === null) throw new Error('there is no disk of its own');
    const filler = join(this.#disk, 'filler');
    if (!full) return await rm(filler);
    const { bavail, bsize } = await statfs(this.#disk);
    await writeFile(filler, Buffer.alloc(bavail * bsize));
  }

  /** Runs after the server has ended. */
  async drop(): Promise<void> {
    if (this.#disk === null) return;
    await call('umount', [this.#disk]);
    await rm(this.#disk, { recursive: true });
  }
}

async function mountDisk(server: string): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'taquilla-disk-'));
  await call('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  await client.end();
  const { uid, gid } = await stat(rows[0]?.data_directory ?? '');
  await chown(disk, uid, gid);
  return disk;
}

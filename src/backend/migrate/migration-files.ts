import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

export const MIGRATIONS_FOLDER = new URL('../migrations/', import.meta.url);
const FILE = /^\d{4}-[a-z0-9-]+\.sql$/;
/** The comments at the start of a file. */
const HEAD = /^(?:--.*\n|\s*\n)*/;
const BREAKING = /^-- breaking\b/m;

const MADE_TABLE = /^create table (?:if not exists )?(\w+)/gim;

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** A checksum of the file's text, independent of its line endings. */
  readonly checksum: string;
  /**
   * Whether the head of the file contains `-- breaking`: then programs that do not know the file cannot use a
   * database that has it.
   */
  readonly isBreaking: boolean;
}

export function isMigrationName(name: string): boolean {
  return FILE.test(name);
}

/** Names of all files, in the order in which they are applied. */
export async function listMigrationFiles(folder: URL = MIGRATIONS_FOLDER): Promise<readonly string[]> {
  return (await readdir(folder)).filter(isMigrationName).sort();
}

export async function readMigrationFiles(folder: URL = MIGRATIONS_FOLDER): Promise<readonly MigrationFile[]> {
  const names = await listMigrationFiles(folder);
  return await Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const [head = ''] = HEAD.exec(sql) ?? [];
      return { name, sql, checksum, isBreaking: BREAKING.test(head) };
    }),
  );
}

/** Names of the tables that these files create, in alphabetical order. */
export function tablesMadeBy(files: readonly Pick<MigrationFile, 'sql'>[]): readonly string[] {
  const names = files.flatMap(({ sql }) => [...sql.matchAll(MADE_TABLE)].flatMap(([, name]) => name ?? []));
  return [...new Set(names)].sort();
}

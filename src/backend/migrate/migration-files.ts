import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

export const MIGRATIONS_FOLDER = new URL('../migrations/', import.meta.url);
const FILE = /^\d{4}-[a-z0-9-]+\.sql$/;
/** The comments at the start of a file. */
const HEAD = /^(?:--.*\n|\s*\n)*/;
const BREAKING = /^-- breaking\b/m;
const SETS_VIEWS_ASIDE = /^-- sets views aside\b/m;

const MADE_TABLE = /^create table (?:if not exists )?(\w+)/gim;
const MADE_VIEW = /^create (?:or replace )?view (\w+)/gim;

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
  /** Whether the head of the file contains `-- sets views aside`: it changes a column that a view reads. */
  readonly setsViewsAside: boolean;
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
      const [isBreaking, setsViewsAside] = [BREAKING.test(head), SETS_VIEWS_ASIDE.test(head)];
      return { name, sql, checksum, isBreaking, setsViewsAside };
    }),
  );
}

/** Names of the tables that these files create, in alphabetical order. */
export function tablesMadeBy(files: readonly Pick<MigrationFile, 'sql'>[]): readonly string[] {
  return madeBy(files, MADE_TABLE);
}

/** The same of views. */
export function viewsMadeBy(files: readonly Pick<MigrationFile, 'sql'>[]): readonly string[] {
  return madeBy(files, MADE_VIEW);
}

function madeBy(files: readonly Pick<MigrationFile, 'sql'>[], pattern: RegExp): readonly string[] {
  const names = files.flatMap(({ sql }) => [...sql.matchAll(pattern)].flatMap(([, name]) => name ?? []));
  return [...new Set(names)].sort();
}

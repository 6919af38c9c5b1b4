import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL_VALUES } from './local-values.ts';
import { readStatements, type SentStatement, sourceFiles } from './read-statements.ts';

/** One text of a statement. */
export interface Statement extends SentStatement {
  readonly sql: string;
  /** Its row type, as the assertion names it. */
  readonly rowName: string;
}

/** A type that the compiler accepts only if a statement about it is true. */
export interface Claim {
  readonly says: string;
  readonly type: string;
}

export interface SourceCopy {
  readonly statements: readonly Statement[];
  /** Variables in statements that have no value in the source or in `LOCAL_VALUES`. */
  readonly unknown: readonly string[];
  /** Returns the assertions that the compiler rejects, with its reason. */
  check(claims: readonly Claim[]): readonly string[];
  remove(): void;
}

/**
 * Copies `src`. In the copy, each file also exports the texts of its statements and their row types: the constants,
 * functions and types that produce them are in scope only there. No function that queries a database is called.
 */
export async function copySource(): Promise<SourceCopy> {
  mkdirSync('.taquilla', { recursive: true });
  const folder = mkdtempSync(join('.taquilla', 'statements-'));
  cpSync('src', join(folder, 'src'), { recursive: true });
  const files = sourceFiles()
    .map((file) => ({ file, sets: [LOCAL_VALUES[file] ?? {}].flat(), sent: readStatements(file) }))
    .filter(({ sent }) => sent.length > 0);
  for (const { file, sent } of files) {
    // The compiler reads the types of a file without checking the file: only the assertions are checked.
    writeFileSync(join(folder, file), `// @ts-nocheck\n${readFileSync(file, 'utf8')}\n${exportsOf(sent)}`);
  }
  const statements: Statement[] = [];
  const unknown: string[] = [];
  for (const [number, { file, sets, sent }] of files.entries()) {
    const { textsOfTest } = (await import(/* @vite-ignore */ resolve(folder, file))) as Exported;
    for (const [at, one] of sent.entries()) {
      const missing = one.locals.filter((name) => sets.some((values) => !(name in values)));
      if (missing.length > 0) {
        unknown.push(`${one.place}: ${missing.join(', ')}`);
        continue;
      }
      const texts = new Set(sets.flatMap((values) => [...(textsOfTest[at]?.(values) ?? [])]));
      for (const sql of texts) {
        // A statement that is not text is a COPY: its columns come from the descriptions of the tables.
        if (typeof sql === 'string') statements.push({ ...one, sql, rowName: `Rows${number}[${at}]` });
      }
    }
  }
  const imports = files.map(
    ({ file }, number) => `import type { RowsOfTest as Rows${number} } from './${file}';`,
  );
  return {
    statements,
    unknown,
    check: (claims) => checkClaims(folder, imports, claims),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

interface Exported {
  readonly textsOfTest: readonly ((values: object) => Iterable<unknown>)[];
}

function exportsOf(sent: readonly SentStatement[]): string {
  const texts = sent.map(({ locals, texts }) => `function* ({ ${locals.join(', ')} }: any) { ${texts} },`);
  const rows = sent.map(({ row }, at) => `${at}: ${row ?? 'unknown'};`);
  return `export const textsOfTest = [\n${texts.join('\n')}\n];\nexport interface RowsOfTest {\n${rows.join('\n')}\n}\n`;
}

function checkClaims(
  folder: string,
  imports: readonly string[],
  claims: readonly Claim[],
): readonly string[] {
  const words = 'Fits, IsKnown, MayBeNull, None, True, Unanswered';
  const before = [
    ...imports,
    `import type { ${words} } from '../../tests/backend/statements/claim-types.ts';`,
  ];
  const types = claims.map(({ type }, at) => `export type Claim${at} = ${type};`);
  writeFileSync(join(folder, 'claims.ts'), [...before, ...types].join('\n'));
  const settings = { extends: '../../tsconfig.json', files: ['claims.ts'], include: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const tsc = ['node_modules/typescript/bin/tsc', '-p', folder, '--pretty', 'false'];
  const { stdout } = spawnSync(process.execPath, tsc, { encoding: 'utf8' });
  // A line that begins with a space explains the one before it.
  return (stdout.match(/^\S.*/gm) ?? []).map((message) => {
    const [, line, reason] = /claims\.ts\((\d+),.*?: (.*)/.exec(message) ?? [];
    return `${claims[Number(line) - before.length - 1]?.says ?? 'The claims cannot be read'}: ${reason ?? message}`;
  });
}

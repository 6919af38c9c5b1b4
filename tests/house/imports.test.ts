import { describe, expect, test } from 'vitest';
import { faultOf, findFolderRing, findValueCycle, foldersOfFolders, IMPORT_TABLE } from './import-table.ts';
import { type Import, readImports, readProcessMembers } from './read-imports.ts';
import { readText, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const imports = files.flatMap((path) => readImports(path, readText(path)));

function importOf(from: string, to: string, typeOnly = false): Import {
  return { from, specifier: to, to, typeOnly };
}

describe('the reader of imports', () => {
  test('sees every form of import', () => {
    const text = `import a, { type B } from './a.ts';
      import type { C } from '../kernel/c.ts';
      import './d.ts'; // import './not-this.ts'
      export { e } from './e.ts';
      export type * from './f.ts';
      const comment = "import './nor-this.ts'";
      type G = import('./g.ts').G;
      await import('./h.ts');
      import { readFile } from 'node:fs';`;
    expect(readImports('src/sync/x.ts', text).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
      ['src/sync/a.ts', false],
      ['src/kernel/c.ts', true],
      ['src/sync/d.ts', false],
      ['src/sync/e.ts', false],
      ['src/sync/f.ts', true],
      ['src/sync/g.ts', true],
      ['src/sync/h.ts', false],
      [null, false],
    ]);
  });

  test('sees every access to the environment', () => {
    expect(readProcessMembers('x.ts', 'process.env.A; process["exit"](1)')).toEqual(['env', 'exit']);
    expect(readProcessMembers('x.ts', 'const { env } = process')).toEqual(['env']);
    expect(readProcessMembers('x.ts', "import { env } from 'node:process'")).toEqual(['env']);
    expect(readProcessMembers('x.ts', '/* process.env */ "process.env"')).toEqual([]);
  });
});

describe('the table of imports', () => {
  test('refuses what it does not allow, and unknown rooms', () => {
    expect(faultOf(importOf('src/kernel/a.ts', 'src/sync/b.ts'))).toContain('kernel may not know sync');
    expect(faultOf(importOf('src/cli/a.ts', 'src/app/app.ts', true))).toContain('cli may not know app');
    expect(faultOf(importOf('src/backend/a/b.ts', 'src/sync/c/d.ts', true))).toContain('may not know');
    expect(faultOf(importOf('admin/src/a.tsx', 'src/contract/b.ts'))).toContain('only its types');
    expect(faultOf(importOf('src/attic/a.ts', 'src/kernel/b.ts'))).toContain('no room attic');
    expect(faultOf(importOf('src/sync/a.ts', 'src/kernel/b'))).toContain('ending');
  });

  test('allows the listed imports', () => {
    expect(faultOf(importOf('src/woocommerce/a.ts', 'src/source/source.ts'))).toBeNull();
    expect(faultOf(importOf('admin/src/a.tsx', 'src/contract/b.ts', true))).toBeNull();
    expect(faultOf(importOf('admin/src/a.tsx', 'src/vocabulary/b.ts'))).toBeNull();
    expect(faultOf(importOf('src/sync/a.test.ts', 'src/sync/a.ts'))).toBeNull();
    expect(faultOf(importOf('src/main.ts', 'src/app/config/config.ts'))).toBeNull();
  });

  test('is the one that CONTRIBUTING.md shows', () => {
    const rows = [...readText('CONTRIBUTING.md').matchAll(/^\| `([a-z]+)[/.ts]*` \| [^|]+ \| ([^|]+) \|$/gm)];
    const shown = rows.map(([, room = '', may = '']) => [room, may]);
    const table = Object.entries(IMPORT_TABLE).map(([room, may]) => [
      room,
      may === 'everything' ? may : may.join(', ') || 'nothing of ours',
    ]);
    expect(new Map(shown as [string, string][])).toEqual(new Map(table as [string, string][]));
  });

  test('finds a cycle of values, and allows a cycle of types', () => {
    const ring = [importOf('a.ts', 'b.ts'), importOf('b.ts', 'c.ts')];
    expect(findValueCycle([...ring, importOf('c.ts', 'a.ts')])).toEqual(['a.ts', 'b.ts', 'c.ts', 'a.ts']);
    expect(findValueCycle([...ring, importOf('c.ts', 'a.ts', true)])).toBeNull();
  });
});

test('finds a cycle of folders, even of types alone', () => {
  const ring = [
    importOf('src/http/auth/a.ts', 'src/http/server/b.ts'),
    importOf('src/http/server/c.ts', 'src/http/auth/d.ts', true),
  ];
  expect(findFolderRing(ring, 'src/http')).toEqual(['auth', 'server', 'auth']);
  expect(findFolderRing(ring.slice(0, 1), 'src/http')).toBeNull();
});

describe('the source', () => {
  test('was read at all', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter((found) => found.to !== null).length).toBeGreaterThan(100);
  });

  test('imports only what the table allows', () => {
    expect(imports.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
  });

  test('imports no missing file', () => {
    const known = new Set(files);
    const missing = imports.filter(({ to }) => to !== null && /\.tsx?$/.test(to) && !known.has(to));
    expect(missing).toEqual([]);
  });

  test('has no cycle of files that need one another to start', () => {
    expect(findValueCycle(imports)).toBeNull();
  });

  test('shares no code between the proof of a store and its reader', () => {
    const isProof = (path: string): boolean =>
      /^src\/woocommerce\/(totals\/|plugins\/[^/]+\/totals-)/.test(path) && !path.endsWith('.test.ts');
    const proof = imports.filter(({ from }) => isProof(from));
    expect(proof.length).toBeGreaterThan(10);
    const shared = proof.filter(
      ({ to, typeOnly }) => !typeOnly && /^src\/woocommerce\/(read|translate|plugins)\//.test(to ?? ''),
    );
    expect(shared).toEqual([]);
  });

  test('has no cycle of folders in any folder', () => {
    const parents = foldersOfFolders(files);
    expect(parents).toEqual(
      expect.arrayContaining(['src/backend', 'src/sync', 'src/woocommerce', 'src/woocommerce/connect']),
    );
    const rings = parents.map((parent) => [parent, findFolderRing(imports, parent)] as const);
    expect(rings.filter(([, ring]) => ring !== null)).toEqual([]);
  });

  test('reads the environment in app/config/ only, and ends the process in main.ts only', () => {
    const used = files.flatMap((path) =>
      readProcessMembers(path, readText(path)).map((member) => `${path}: process.${member}`),
    );
    const env = used.filter((line) => /process\.(env|loadEnvFile|\[)/.test(line));
    const exit = used.filter((line) => /process\.(exit|exitCode|abort|reallyExit|kill)$/.test(line));
    expect(env).toEqual([
      'src/app/config/config.ts: process.env',
      'src/app/config/config.ts: process.loadEnvFile',
    ]);
    expect(exit.filter((line) => !line.endsWith('process.kill'))).toEqual(['src/main.ts: process.exit']);
  });
});

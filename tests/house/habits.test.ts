import { describe, expect, test } from 'vitest';
import { readText, repositoryFiles } from './source-files.ts';

const TEXT = /\.(tsx?|mjs|json|md|sql|html|css|ya?ml|sh)$|^\.[a-z.]+$|^\.ci\//;
const all = repositoryFiles();
const texts = all.filter((path) => TEXT.test(path) && path !== 'package-lock.json');
const code = all.filter((path) => /^(src|admin\/src|tests|bench|scripts)\/.*\.(tsx?|mjs)$/.test(path));

/** The matching lines, as `file:line`. */
function linesWith(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the repository', () => {
  test('was read at all', () => {
    expect(texts.length).toBeGreaterThan(80);
    expect(code.length).toBeGreaterThan(80);
  });

  test('has no file of two ideas: none is longer than 300 lines', () => {
    // Grafana writes the dashboard.
    const shipped = all.filter((path) => path.startsWith('ops/') && !path.endsWith('.json'));
    expect(shipped.length).toBeGreaterThan(30);
    const long = [...code, ...shipped].filter((path) => readText(path).split('\n').length > 301);
    // `npm run django-app` writes it.
    expect(long).toEqual(['ops/django/taquilla/models.py']);
  });

  test('has names in kebab-case, and no folder for odds and ends', () => {
    const names = code.map((path) => path.split('/').at(-1) ?? '');
    const odd = names.filter((name) => !/^[a-z\d]+(-[a-z\d]+)*(\.test|\.config)?\.(ts|tsx|mjs)$/.test(name));
    expect(odd.filter((name) => !/^[A-Z][A-Za-z\d]*(\.test)?\.tsx$/.test(name))).toEqual([]);
    expect(code.filter((path) => /(^|\/)(utils?|helpers?|common|index)(\/|\.ts$)/.test(path))).toEqual([]);
  });

  test('contains no open to-do', () => {
    // Joined here, so that this line does not match itself.
    const marks = new RegExp(
      `\\b(${['TO', 'FIX', 'XX'].map((a, i) => a + ['DO', 'ME', 'X'][i]).join('|')})\\b`,
    );
    expect(linesWith(texts, marks)).toEqual([]);
  });

  test('names no folder of the machine on which it was written', () => {
    const folders = new RegExp(
      `(^|[^\\w./-])/(${['wo' + 'rk', 'ho' + 'me', 'Us' + 'ers'].join('|')})/[\\w.-]`,
    );
    expect(linesWith(texts, folders)).toEqual([]);
  });

  test('names a ticket plugin only in its folder, the demo, migrations and the public values', () => {
    const fooEvents = /WooCommerceEvents|event_magic|fooevents/i;
    const ownNames = /^src\/(woocommerce\/plugins|demo|backend\/migrations)\//;
    const sources = all.filter((path) => path.startsWith('src/'));
    expect(
      sources.filter((path) => ownNames.test(path) && fooEvents.test(readText(path))).length,
    ).toBeGreaterThan(9);
    const found = linesWith(
      sources.filter((path) => !ownNames.test(path)),
      fooEvents,
    );
    const vocabulary = readText('src/vocabulary/ticketing.ts').split('\n');
    const lineOf = (value: string) => `src/vocabulary/ticketing.ts:${vocabulary.indexOf(value) + 1}`;
    expect(found).toEqual([
      lineOf("export const PLUGIN_TICKETS = 'fooevents';"),
      lineOf("export const ANSWER_KEY_PREFIX = 'fooevents_custom_';"),
    ]);
  });

  test('names no package registry in its lock file, so that every machine asks its own', () => {
    const lock = readText('package-lock.json');
    expect(lock.length).toBeGreaterThan(1000);
    expect(lock).not.toContain('"resolved": "http');
  });

  test('listens to the errors of every connection, because Node ends a process for an unhandled one', () => {
    const opens =
      /\b(createConnection|new pg\.(Client|Pool)|new Redis|new ssh2\.Client|new (bound\.)?(Queue|Worker)<.*>)\(/;
    const made = code.filter((path) => path.startsWith('src/') && opens.test(readText(path)));
    expect(made.length).toBeGreaterThan(5);
    // this one connects to nothing: it only reads an address
    const deaf = made.filter((path) => !/\bon\('error'|new StoreConnection\(/.test(readText(path)));
    expect(deaf).toEqual(['src/backend/connection/backend-place.ts']);
  });

  test("reads the clock of its machine in one place: everything else uses the database's clock", () => {
    const reads =
      /\bnew Date(\(\)|(?!\w|\())|\bDate\.now\b|\bDateTime\.(now|local|utc)\(\)|\btimeOrigin\b|(?<!new |\.)\bDate\(\)/;
    const server = code.filter((path) => /^src\/.*(?<!\.test)\.ts$/.test(path));
    expect(server.length).toBeGreaterThan(400);
    const found = linesWith(server, reads).map((line) => line.replace(/:\d+$/, ''));
    expect(found).toEqual([
      'src/app/surroundings.ts',
      // the age of a file, by the clock that wrote it
      'src/demo/servers/provide-tool.ts',
      // ids that increase; no code reads a time from them
      'src/kernel/ids.ts',
    ]);
  });

  test('queries the backend through one place that classifies its errors: a restart is not a defect', () => {
    const server = code.filter((path) => /^src\/.*(?<!\.test)\.ts$/.test(path));
    const asks = linesWith(server, /\b(db|pool|queryable)\.(query|connect)\(/i).map((line) =>
      line.replace(/:\d+$/, ''),
    );
    expect([...new Set(asks)]).toEqual(['src/backend/database.ts']);
  });

  test('pins every dependency exactly', () => {
    const loose = ['package.json', 'admin/package.json'].flatMap((path) => {
      const read: Record<string, Record<string, string>> = JSON.parse(readText(path));
      return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries(read[kind] ?? {}).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
      );
    });
    expect(loose).toEqual([]);
  });
});

describe('the tests', () => {
  const quick = code.filter((path) => /^tests\/(?!fixtures|soak|torture|nightly|image|house)/.test(path));

  test('set no time limits of their own, which a busy machine would reach', () => {
    const limits =
      /^\s*\}, ([2-9]\d|\d{3})_000\);$|\bwaitFor\(.*, \d{2,3}_000\);$|\btimeout: [1-9]\d{2}_000\b/;
    expect(linesWith(quick, limits)).toEqual([]);
  });

  test('that are listed for their length exist', () => {
    const named = ['vitest.config.ts', 'tests/servers/longest-first.ts'].flatMap((path) => [
      ...readText(path).matchAll(/'(tests\/[^'*]+\.test\.ts)'/g),
    ]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, path]) => path).filter((path) => !all.includes(path ?? ''))).toEqual([]);
  });
});

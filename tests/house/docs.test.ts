import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../../src/app/config/config.ts';
import { SECRETS } from '../../src/app/config/secret-files.ts';
import { STORE_VARIABLES } from '../../src/app/config/store-environment.ts';
import { commandsOf } from '../docs/page-commands.ts';
import { anchorsOf, blocksOf, codeSpansOf, linksOf, pages, typedIn } from './read-docs.ts';
import { readText, repositoryFiles } from './source-files.ts';

const files = new Set(repositoryFiles());
const folders = new Set([...files].map((path) => posix.dirname(path)));

describe('links', () => {
  const links = pages().flatMap(linksOf);

  test('lead to existing files and folders', () => {
    expect(links.length).toBeGreaterThan(150);
    const dead = links.filter(
      ({ to }) => to !== null && !files.has(to) && !folders.has(to.replace(/\/$/, '')),
    );
    expect(dead.map(({ from, target }) => `${from}: ${target}`)).toEqual([]);
  });

  test('lead to existing headings', () => {
    const anchored = links.filter(({ to, anchor }) => to?.endsWith('.md') === true && anchor !== null);
    expect(anchored.length).toBeGreaterThan(5);
    const dead = anchored.filter(({ to, anchor }) => !anchorsOf(to ?? '').has(anchor ?? ''));
    expect(dead.map(({ from, target }) => `${from}: ${target}`)).toEqual([]);
  });

  test('reach every page of docs/ from its table of contents, in either language', () => {
    for (const contents of ['docs/README.md', 'docs/es/README.md']) {
      const here = posix.dirname(contents);
      const seen = new Set<string>();
      const visit = (path: string): void => {
        if (seen.has(path) || !path.startsWith(`${here}/`)) return;
        seen.add(path);
        for (const { to } of linksOf(path)) if (to?.endsWith('.md') === true && files.has(to)) visit(to);
      };
      visit(contents);
      const all = pages().filter(
        (path) =>
          path.startsWith(`${here}/`) &&
          !path.startsWith('docs/decisions/') &&
          (here !== 'docs' || !path.startsWith('docs/es/')),
      );
      expect(all.filter((path) => !seen.has(path))).toEqual([]);
    }
  });
});

describe('the Spanish pages', () => {
  const spanish = pages().filter((path) => path.startsWith('docs/es/'));

  test('correspond to English ones, with exactly the same commands and output', () => {
    expect(spanish.length).toBeGreaterThan(15);
    for (const path of spanish) {
      const english = path.replace('docs/es/', 'docs/');
      expect(files.has(english) ? english : `${path} has no English page`).toBe(english);
      expect([path, blocksOf(path, 'sh')]).toEqual([path, blocksOf(english, 'sh')]);
      expect([path, typedIn(path), printedOn(path)]).toEqual([path, typedIn(english), printedOn(english)]);
      const headings = (page: string) => readText(page).match(/^#+ /gm)?.length;
      expect([path, headings(path)]).toEqual([path, headings(english)]);
    }
  });

  test('and the README have the commands of their English ones', () => {
    expect(blocksOf('README.es.md', 'sh').map(withoutComments)).toEqual(
      blocksOf('README.md', 'sh').map(withoutComments),
    );
    expect(typedIn('README.es.md')).toEqual(typedIn('README.md'));
    expect(printedOn('README.es.md')).toEqual(printedOn('README.md'));
  });

  test('name the same things and the same figures as their English ones', () => {
    const translated: Readonly<Record<string, string>> = {
      NAME_FILE: 'NOMBRE_FILE',
      secret: 'secreto',
      'sslrootcert=/path/ca.crt': 'sslrootcert=/ruta/ca.crt',
      '{field: [before, after]}': '{campo: [antes, después]}',
    };
    // It leaves paths, and some names that belong to them, to the English page.
    const excerpt = 'docs/es/api.md';
    const others = ['GET search/?q=…', 'removed_at'];
    for (const path of spanish) {
      const english = path.replace('docs/es/', 'docs/');
      const named = new Set(codeSpansOf(english).map((span) => translated[span] ?? span));
      const own = new Set(codeSpansOf(path));
      const added = [...own].filter(
        (span) => !named.has(span) && !(path === excerpt && others.includes(span)),
      );
      const missing = path === excerpt ? [] : [...named].filter((span) => !own.has(span));
      expect([path, added, missing]).toEqual([path, [], []]);
      if (path !== excerpt) expect([path, figuresOf(path, ',')]).toEqual([path, figuresOf(english, '.')]);
    }
  });

  test('exist for all urgent tasks, and for getting started', () => {
    const begun = ['installing', 'first-sync', 'verify', 'configuration', 'api', 'from-django'];
    const needed = [
      ...begun.map((name) => `docs/es/${name}.md`),
      ...pages()
        .filter((path) => path.startsWith('docs/operations/'))
        .map((path) => path.replace('docs/', 'docs/es/')),
    ];
    expect(needed.filter((path) => !files.has(path))).toEqual([]);
  });
});

describe('the operations book', () => {
  test('has a page for each alert rule, which names it', () => {
    const rules = readText('ops/prometheus/taquilla-alerts.yml');
    const alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?runbook: (\S+)/g)];
    expect(alerts).toHaveLength(rules.match(/- alert:/g)?.length ?? 0);
    for (const [, alert = '', page = ''] of alerts) {
      expect([alert, files.has(page) && readText(page).includes(`\`${alert}\``)]).toEqual([alert, true]);
      expect([alert, readText('docs/operations/README.md').includes(alert)]).toEqual([alert, true]);
    }
  });

  test('names only existing codes', () => {
    const known = readText('docs/errors.md');
    const families = 'alert|auth|backend|credentials|execution|machine|queue|secret|store|ticket';
    const code = new RegExp(`\`((?:${families})\\.[a-z]+(?:-[a-z]+)*)\``, 'g');
    const named = pages().flatMap((path) =>
      [...readText(path).matchAll(code)].map(([, one = '']) => `${path}: ${one}`),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((one) => !known.includes(`\`${one.split(': ')[1]}\``))).toEqual([]);
  });
});

describe('the reference of settings', () => {
  const schemas = { ...VARIABLES.shape, ...STORE_VARIABLES.shape };
  const names = [...Object.keys(schemas), 'WOOCOMMERCE_SSH_PRIVATE_KEY_PATH'];
  const usual = (name: string): string => {
    const schema = schemas[name as keyof typeof schemas];
    const value: unknown = schema === undefined ? null : schema.parse(undefined);
    const none = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    return none ? '–' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  };

  test.each(['docs/configuration.md', 'docs/es/configuration.md'])(
    '%s has each one with its default',
    (page) => {
      const rows = [...readText(page).matchAll(/^\| (`[A-Z].*?`) \| (.*?) \| (.*?) ?\|$/gm)].flatMap(
        ([, listed = '', given = '', text = '']) =>
          [...listed.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => ({ name, given, text })),
      );
      expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      expect(rows.map(({ name, given }) => [name, given])).toEqual(
        rows.map(({ name }) => [name, usual(name)]),
      );
      const secret = rows.filter(({ text }) => /^secret/i.test(text)).map(({ name }) => name);
      expect(secret.toSorted()).toEqual([...SECRETS].toSorted());
    },
  );

  test('.env.example names every setting that a person sets', () => {
    const example = readText('.env.example');
    const others = ['LC_ALL', 'LC_MESSAGES', 'LANG', 'PATH', 'SYNC_MAX_RETRIES'];
    const missing = names.filter((name) => !others.includes(name) && !example.includes(`#${name}=`));
    expect(missing).toEqual([]);
  });

  test('the Compose files pass on every setting that a container can use', () => {
    const files = [
      'TAQUILLA_ARCHIVE_DIR',
      'TAQUILLA_DATA_DIR',
      'TAQUILLA_STORE_PASSWORD',
      'WOOCOMMERCE_SSH_PRIVATE_KEY_PATH',
    ];
    const image = ['HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'PATH'];
    const phrase = ['WOOCOMMERCE_SSH_PRIVATE_KEY_PASSPHRASE'];
    for (const path of ['docker-compose.local.yml', 'docker-compose.prod.yml']) {
      const handed = new Set([...readText(path).matchAll(/^ {4}([A-Z_]+): /gm)].map(([, name = '']) => name));
      const missing = names.filter(
        (name) => ![...files, ...image, ...phrase].includes(name) && !handed.has(name),
      );
      expect([path, missing]).toEqual([path, []]);
    }
  });
});

test('the change log says how many migrations an upgrade from 0.1 runs', () => {
  // 0.1 ended with 0013
  const newer = [...files]
    .filter((path) => /migrations\/\d{4}.*\.sql$/.test(path))
    .filter((path) => (path.split('/').at(-1) ?? '') > '0014');
  expect(newer.length).toBeGreaterThan(19);
  expect(readText('CHANGELOG.md')).toContain(`There are ${inWords(newer.length)} migrations.`);
});

/** A number from 20 to 99 in words. */
function inWords(count: number): string {
  const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
  const ones = ['', '-one', '-two', '-three', '-four', '-five', '-six', '-seven', '-eight', '-nine'];
  return `${tens[Math.floor(count / 10) - 2]}${ones[count % 10]}`;
}

/** The output of commands that a page shows: it is English in either language. */
function printedOn(page: string): readonly (string | null)[] {
  return commandsOf(page).map(({ printed }) => printed);
}

/** The numbers in the sentences of a page, sorted, with a point before decimals and nothing between thousands. */
function figuresOf(page: string, decimal: ',' | '.'): readonly string[] {
  const text = readText(page)
    .replace(/^ *```[\s\S]*?^ *```$|^ {4}.*$|\]\([^)]*\)/gm, '')
    .replace(/(\d)[.,](?=\d{3}\b)/g, '$1')
    .replace(decimal === ',' ? /(\d),(\d)/g : /$^/g, '$1.$2');
  return (text.match(/\d+(?:\.\d+)*/g) ?? []).toSorted();
}

/** The text after `#` is for people, in their language. */
function withoutComments(block: string): string {
  return block.replace(/ +#.*$/gm, '');
}

test('the operations guide queries PostgreSQL directly only when PostgreSQL itself fails', () => {
  const guide = [...files].filter((path) => /^docs\/(es\/)?operations\/.*\.md$/.test(path));
  expect(guide.length).toBeGreaterThan(30);
  const asking = guide.filter((path) => /\bpsql\b|```sql/.test(readText(path)));
  expect(asking.map((path) => posix.basename(path))).toEqual([
    'backend-unreachable.md',
    // tables that 0.2 made are moved aside for 0.1
    'upgrade.md',
    'backend-unreachable.md',
    'upgrade.md',
  ]);
});

import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { TORTURE_OPTIONS } from '../../scripts/torture-settings.mjs';
import { VARIABLES } from '../../src/app/config/config.ts';
import { SECRETS } from '../../src/app/config/secret-files.ts';
import { STORE_VARIABLES } from '../../src/app/config/store-environment.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { ApiDeps } from '../../src/http/api-deps.ts';
import type { Live } from '../../src/http/live/live.ts';
import { apiEndpoints } from '../../src/http/routes/api-endpoints.ts';
import { ERROR_KINDS } from '../../src/kernel/error-kinds.ts';
import { codeSpansOf, pages } from './read-docs.ts';
import { readText, repositoryFiles } from './source-files.ts';

// Names in backticks within sentences and tables; whole blocks of commands have tests of their own.
const PAGES = pages().filter((path) => /^docs\/|^README|^SECURITY|^CONTRIBUTING/.test(path));
const spans = PAGES.flatMap((page) => codeSpansOf(page).map((span) => ({ page, span })));

/** All matches of a pattern in spans, as `page: text`. */
function found(pattern: RegExp, group = 0): readonly { readonly page: string; readonly text: string }[] {
  return spans.flatMap(({ page, span }) =>
    [...span.matchAll(pattern)].map((match) => ({ page, text: match[group] ?? '' })),
  );
}

function unknown(
  named: readonly { readonly page: string; readonly text: string }[],
  isKnown: (text: string) => boolean,
): readonly string[] {
  return named.filter(({ text }) => !isKnown(text)).map(({ page, text }) => `${page}: ${text}`);
}

const terminal = { in: process.stdin, out: { write: () => true }, err: { write: () => true } };
const program = buildProgram(() => async () => undefined, '0.0.0', terminal as never);
const schemas = { ...VARIABLES.shape, ...STORE_VARIABLES.shape };

function commandsBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsBelow)];
}

describe('names in sentences of the documentation', () => {
  test('are existing commands with options that they accept', () => {
    const refusalOf = (text: string): string | null => {
      let command = program;
      const words = text.split(' ');
      for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
      if (command === program) return text;
      const [next = ''] = words.slice(words.indexOf(command.name()) + 1);
      if (command.commands.length > 0 && /^[a-z]/.test(next)) return text;
      const taken = ['--help', ...command.options.map(({ long }) => long)];
      return words.filter((word) => word.startsWith('--')).find((word) => !taken.includes(word)) ?? null;
    };
    const named = found(/^(?:npm run -s taquilla -- |taquilla )([a-z].*)$/g, 1);
    expect(named.length).toBeGreaterThan(90);
    expect(unknown(named, (text) => refusalOf(text) === null)).toEqual([]);
    expect(['satus', 'credentials lost', 'status --jsno', 'status --json'].map(refusalOf)).toEqual([
      'satus',
      'credentials lost',
      '--jsno',
      null,
    ]);
  });

  test('are options of some command, of npm, of Node.js or of the torture test', () => {
    const ofCommands = commandsBelow(program).flatMap(({ options }) => options.map(({ long }) => long));
    const taken = new Set([...ofCommands, ...Object.keys(TORTURE_OPTIONS).map((name) => `--${name}`)]);
    const django = readText('ops/django/taquilla/follow/management/commands/follow_taquilla.py');
    const others = [
      '--help',
      '--version',
      '--pin',
      '--include',
      '--no-',
      '--max-old-space-size',
      '--rm',
      '--project',
      '--profile',
    ];
    for (const [, option = ''] of django.matchAll(/'(--[a-z]+)'/g)) others.push(option);
    const named = found(/(?<![\w-])--[a-z][a-z-]*/g);
    expect(named.length).toBeGreaterThan(150);
    expect(unknown(named, (text) => taken.has(text) || others.includes(text))).toEqual([]);
  });

  test('include every command and option of the reference', () => {
    const [, ...sections] = readText('docs/command-line.md').split('\n## ');
    const [common = ''] = sections;
    const credentials = readText('docs/credentials.md') + readText('docs/reaching-a-store.md');
    const missing = program.commands.flatMap((top) => {
      const own = sections.find((section) => section.startsWith(`${top.name()}\n`));
      const text = ['credentials', 'secrets'].includes(top.name()) ? credentials : (own ?? '');
      const names = commandsBelow(top).flatMap((one) => [
        one === top ? '' : one.name(),
        ...one.options.flatMap(({ long }) => (long?.startsWith('--no-') ? [] : [long ?? ''])),
      ]);
      return names.filter((name) => !(text + common).includes(name)).map((name) => `${top.name()} ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test('are settings of Taquilla, of its Compose files or of its tests', () => {
    const own = [...Object.keys(schemas), 'WOOCOMMERCE_SSH_PRIVATE_KEY_PATH'];
    const files = [...SECRETS].map((name) => `${name}_FILE`);
    const compose = [...readText('docker-compose.prod.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, one]) => one);
    const local = [...readText('docker-compose.local.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, one]) => one);
    const tests = ['FUZZ_SEED', 'TAQUILLA_SCREENS', 'TAQUILLA_PICTURES'];
    const others = [
      'DB_HOST',
      'DJANGO_SECRET_KEY',
      'TAQUILLA_DATABASE',
      'NAME_FILE',
      'NOMBRE_FILE',
      'ANSI_QUOTES',
      'NODE_OPTIONS',
      'NODE_EXTRA_CA_CERTS',
      'COMPOSE_PROFILES',
    ];
    const sql = ['JSON_ARRAY', 'JSON_TABLE', 'REGEXP_REPLACE', 'REGEXP_SUBSTR'];
    const known = new Set([...own, ...files, ...compose, ...local, ...tests, ...others, ...sql]);
    const named = found(/(?<![\w$])[A-Z]{2,}(?:_[A-Z\d]+)+\b/g);
    expect(named.length).toBeGreaterThan(200);
    expect(unknown(named, (text) => known.has(text))).toEqual([]);
  });

  test('are scripts of package.json', () => {
    const { scripts } = JSON.parse(readText('package.json'));
    const text = PAGES.map(readText).join('\n');
    const named = [...text.matchAll(/npm run (?!-s)([\w:-]+)/g)].map(([, script = '']) => script);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('are files and folders of the repository', () => {
    const files = repositoryFiles();
    const named = found(/^(?:src|tests|ops|scripts|admin|docs|bench)\/[\w./-]+$/g);
    expect(named.length).toBeGreaterThan(10);
    const isThere = (path: string) =>
      files.some((one) => one === path || one.startsWith(path.replace(/\/?$/, '/')));
    expect(unknown(named, isThere)).toEqual([]);
  });

  test('are operations of the API', () => {
    const deps = { stores: {} as ApiDeps['stores'], carrier: {} as ApiDeps['carrier'] } as ApiDeps;
    const known = apiEndpoints(deps, {} as Live).map(({ method, path }) => ({
      method,
      path: path.replace(/:\w+/g, '{}'),
    }));
    const operations = found(/^(?:(?:GET|POST|PUT|PATCH|DELETE) )?[\w/{}…-]+\/(?:\?.*)?$/g).filter(
      ({ text }) => !/^\.|^(?:src|tests|ops|admin|scripts|docs|node_modules|\/var)\//.test(text),
    );
    const isKnown = (text: string): boolean => {
      const [, verb, path = ''] = /^(?:([A-Z]+) )?([^?]*)/.exec(text) ?? [];
      const end = path.replace(/^…/, '').replace(/\{\w+\}/g, '{}');
      if (['/admin/sync_woocommerce/', '/api/docs/'].includes(end)) return true;
      return known.some(
        (one) =>
          `${one.path}/`.includes(end.startsWith('/') ? end : `/${end}`) &&
          (verb === undefined || (one.method === verb && one.path.endsWith(end))),
      );
    };
    const rooms = new Set(repositoryFiles().flatMap((path) => path.split('/').slice(1, -1)));
    const named = operations.filter(({ page }) => !/^CONTRIBUTING|decisions/.test(page));
    expect(named.length).toBeGreaterThan(120);
    expect(unknown(named, isKnown)).toEqual([]);
    expect(['management/helth/', 'GET management/health/', 'POST management/health/'].map(isKnown)).toEqual([
      false,
      true,
      false,
    ]);
    const folders = operations.filter(({ page }) => /^CONTRIBUTING|decisions/.test(page));
    expect(unknown(folders, (text) => rooms.has(text.slice(0, -1)))).toEqual([]);
  });

  test('are columns, fields and values that the program knows', () => {
    const sources = repositoryFiles().filter((path) =>
      /^src\/.*(?<!\.test)\.(?:ts|sql)$|^ops\/django\/.*\.py$/.test(path),
    );
    const words = new Set(sources.flatMap((path) => readText(path).match(/\b[a-z]+(?:_[a-z\d]+)+\b/g) ?? []));
    // Names of the store, of PostgreSQL, of npm and Compose, and of the Django service.
    const others =
      /^(?:wp_|wc_|_|pg_|node_modules$|mem_limit$|sync_high$|sync_default$|mail_admins$|idle_session_timeout$|pool_size$|max_client_conn$|idle_transaction_timeout$|max_prepared_statements$|server_reset_query$)/;
    const named = found(/(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w./-])/g);
    expect(named.length).toBeGreaterThan(400);
    expect(unknown(named, (text) => words.has(text) || others.test(text))).toEqual([]);
  });

  test('are alerts of the rules, and documented figures', () => {
    const rules = readText('ops/prometheus/taquilla-alerts.yml');
    const alerts = found(/^Taquilla[A-Z]\w+$/g);
    const figures = found(/\btaquilla_[a-z_]+\b/g).filter(
      ({ text }) => !['taquilla_demo_store', 'taquilla_reader'].includes(text),
    );
    expect([alerts.length, figures.length]).toEqual([
      expect.toSatisfy((n) => n > 50),
      expect.toSatisfy((n) => n > 30),
    ]);
    expect(unknown(alerts, (text) => rules.includes(`alert: ${text}\n`))).toEqual([]);
    expect(unknown(figures, (text) => readText('docs/metrics.md').includes(`| \`${text}\` |`))).toEqual([]);
  });

  test('have the default that is stated beside them', () => {
    const said = PAGES.flatMap((page) =>
      [...readText(page).matchAll(/`([A-Z][A-Z_]{3,})` \(([\w.]+)\)/g)].map(([, name = '', value = '']) => {
        const schema = schemas[name as keyof typeof schemas];
        return [page, name, value, String(schema?.parse(undefined))];
      }),
    );
    expect(said.length).toBeGreaterThan(4);
    for (const [page, name, value, usual] of said) expect([page, name, value]).toEqual([page, name, usual]);
  });

  test('include the exit codes of the kinds of errors', () => {
    const page = readText('docs/command-line.md');
    // An unreadable row ends no command: it is a line of the report.
    const { rejected: _, ...kinds } = ERROR_KINDS;
    const codes = new Set(Object.values(kinds).map(({ exitCode }) => exitCode));
    const table = [...page.matchAll(/^\| (\d+) \| /gm)].map(([, code]) => Number(code));
    // 0 and 1 are not errors; scripts exit with 69 before the program runs.
    expect(table).toEqual([0, 1, 69, ...codes].toSorted((a, b) => a - b));
  });
});

import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET_KEY as OLD_SECRET_KEY } from '../fixtures/backend-0.1/contents.ts';
import { pages } from '../house/read-docs.ts';
import { readText, repositoryFiles } from '../house/source-files.ts';
import { copyOfBackendDatabase, emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import { marksWithoutUse, testsOfMarks, whyMarked } from './marked-commands.ts';
import { commandsOf, type PageCommand } from './page-commands.ts';
import type { PageSetup } from './page-setup.ts';
import { FIRST_SYNC, RUN_ELSEWHERE, SETUPS } from './page-setups.ts';
import { differences } from './printed-lines.ts';
import { Reader, ReadersWorld } from './reader.ts';
import { wordsWithoutUse } from './reader-words.ts';

const ENGLISH = pages().filter(
  (path) => path === 'README.md' || (path.startsWith('docs/') && !path.startsWith('docs/es/')),
);
const WITH_COMMANDS = ENGLISH.filter((page) => commandsOf(page).length > 0);

let world: ReadersWorld;
/** The state after the page on the first sync: an event is synced. */
let synced: Reader;
/** The final content of all readers' folders. */
let left: string;

beforeAll(async () => {
  left = await mkdtemp(join(tmpdir(), 'taquilla-left-'));
  world = await ReadersWorld.open();
  synced = await Reader.open(world, { database: await emptyBackendDatabase(), hasSettings: true });
  try {
    await follow(synced, FIRST_SYNC);
  } finally {
    await synced.leave();
  }
});
afterAll(async () => {
  await synced.drop();
  await world.close();
  await rm(left, { recursive: true, force: true });
});

async function databaseOf({ begins }: PageSetup): Promise<FreshDatabase> {
  if (begins === 'synced') return await copyOfBackendDatabase(synced.url);
  return begins === 'old' ? await oldBackendDatabase() : await emptyBackendDatabase();
}

/** Runs the commands of a page in order, and the actions that the page describes between them. */
async function follow(reader: Reader, setup: PageSetup): Promise<void> {
  const { page, prepare, answers = [], before = [], after = [], shows = [] } = setup;
  expect([page, unwrapped(page).includes(setup.says) ? setup.says : null]).toEqual([page, setup.says]);
  await prepare?.(reader);
  const shown = new Set<unknown>();
  const untrue: string[] = [];
  const ended = new Set<unknown>();
  for (const command of commandsOf(page)) {
    const { text, printed } = command;
    if (whyMarked(page, text) !== null) continue;
    for (const [when, act] of before) if (when.test(text)) await act(reader);
    const said = await reader.run(text, answers.find(([when]) => when.test(text))?.[1]);
    expect(await verdictOf(command, setup, said, ended)).toEqual([
      where(command),
      text,
      'ends as the page says',
    ]);
    for (const show of shows.filter(([when]) => when.test(text))) {
      const [, wanted] = show;
      if (typeof wanted === 'string' ? said.out.includes(wanted) : wanted.test(said.out)) shown.add(show);
      else
        expect([where(command), said.out]).toEqual([
          where(command),
          typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted),
        ]);
    }
    if (printed !== null)
      untrue.push(...differences(printed, said).map((one) => `${where(command)}: ${one}`));
    for (const [when, act] of after) if (when.test(text)) await act(reader, said);
  }
  expect(untrue).toEqual([]);
  expect(shows.filter((one) => !shown.has(one))).toEqual([]);
  expect((setup.exits ?? []).filter((one) => !ended.has(one))).toEqual([]);
  await cp(reader.folder, left, { recursive: true, filter: (path) => !/\/(taquilla\.log|\.ssh)/.test(path) });
}

/** The text of a page, without regard to line ends. */
function unwrapped(page: string): string {
  return readText(page).replace(/\s+/g, ' ');
}

function where({ page, line }: PageCommand): string {
  return `${page}:${line}`;
}

/** Whether it ended with the exit code that the page names, or else with 0. */
async function verdictOf(
  command: PageCommand,
  { page, exits = [] }: PageSetup,
  said: { readonly code: number; readonly out: string; readonly err: string },
  ended: Set<unknown>,
): Promise<readonly string[]> {
  const exit = exits.find((one) => !ended.has(one) && one[0].test(command.text));
  if (exit !== undefined && !unwrapped(page).includes(exit[2]))
    return [where(command), 'the page does not say', exit[2]];
  if (exit !== undefined) ended.add(exit);
  const wanted = exit?.[1] ?? 0;
  const verdict = said.code === wanted ? 'ends as the page says' : `${said.code}: ${said.out}${said.err}`;
  return [where(command), command.text, verdict];
}

describe('each page of commands', () => {
  test('is run here, or by the named test', () => {
    const run = [FIRST_SYNC, ...SETUPS].map(({ page }) => page);
    expect([...run, ...Object.keys(RUN_ELSEWHERE)].toSorted()).toEqual([...WITH_COMMANDS].toSorted());
    for (const [page, file] of Object.entries(RUN_ELSEWHERE)) expect(readText(file)).toContain(page);
  });

  test('is written in the language of the shell', () => {
    for (const page of WITH_COMMANDS) {
      const script = commandsOf(page).map(({ text }) => text.replaceAll('…', 'x'));
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script.join('\n'), encoding: 'utf8' });
      expect([page, status, stderr]).toEqual([page, 0, '']);
    }
  });

  test.each(SETUPS)('does what it says, in its order: $page', async (setup) => {
    const reader = await Reader.open(world, {
      database: await databaseOf(setup),
      hasSettings: setup.begins !== 'nothing',
      ...(setup.begins === 'old' && { env: { TAQUILLA_SECRET_KEY: OLD_SECRET_KEY } }),
    });
    try {
      await follow(reader, setup);
    } finally {
      await setup.restore?.(reader);
      await reader.close();
    }
  });
});

describe('afterwards', () => {
  test('every mark and every word of the reader is needed', () => {
    for (const page of Object.keys(RUN_ELSEWHERE))
      for (const { text } of commandsOf(page)) whyMarked(page, text);
    expect(marksWithoutUse()).toEqual([]);
    const files = repositoryFiles();
    const gone = testsOfMarks().filter((named) => !files.some((path) => path.startsWith(named)));
    expect([testsOfMarks().length > 4, gone]).toEqual([true, []]);
    expect(wordsWithoutUse()).toEqual([]);
  });
});

test('what the commands make in a checkout is ignored by git', async () => {
  const git = (...args: readonly string[]) => spawnSync('git', ['-C', left, ...args], { encoding: 'utf8' });
  expect(git('init', '-q').status).toBe(0);
  await cp('.gitignore', join(left, '.gitignore'));
  const { stdout } = git('status', '--porcelain', '--ignored');
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect(lines).toEqual(
    expect.arrayContaining(['!! secret-key', '!! next-key', '!! configuration.json', '!! report.json']),
  );
  const own = ['.gitignore', 'ca.pem', 'public_key.pem', 'server-cert.pem', 'secrets.json', 'password-file'];
  const seen = lines.filter((line) => line.startsWith('??')).map((line) => line.slice(3));
  expect(seen.filter((path) => !own.includes(path))).toEqual([]);
});

test('npm runs the program in a checkout, as the pages call it', () => {
  const { status, stdout } = spawnSync('npm', ['run', '-s', 'taquilla', '--', '--version'], {
    encoding: 'utf8',
  });
  const { version } = JSON.parse(readText('package.json'));
  expect([status, stdout]).toEqual([0, `${version}\n`]);
});

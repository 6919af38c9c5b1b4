import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainUser } from '../backend/keeper-process.ts';
import { type Outcome, type ToolName, WAYS } from './fake-tools.ts';
import { copyPlainCheckout, type PlainCheckout } from './plain-checkout.ts';

const isRoot = process.getuid?.() === 0;
/** Root can act as any user; others only as themselves. */
const USERS = isRoot ? ['root', 'a plain user'] : ['a plain user'];

const INSTALL: Readonly<Record<ToolName, string>> = {
  mariadb:
    'Debian, Ubuntu: sudo apt-get install mariadb-server · Fedora: sudo dnf install mariadb-server · macOS: brew install mariadb',
  sshd: 'Debian, Ubuntu: sudo apt-get install openssh-server libnss-wrapper · Fedora: sudo dnf install openssh-server nss_wrapper-libs · macOS: none of its own: run the tests on Linux, in a container for instance',
  redis:
    'Debian, Ubuntu: sudo apt-get install redis-server · Fedora: sudo dnf install valkey · macOS: brew install redis',
  chromium:
    'Debian, Ubuntu: sudo apt-get install chromium · Fedora: sudo dnf install chromium · macOS: brew install --cask chromium',
};
const TITLE: Readonly<Record<ToolName, string>> = {
  mariadb: 'MariaDB',
  sshd: 'OpenSSH server',
  redis: 'Redis',
  chromium: 'Chromium',
};
/** The call that tests the program that each case breaks. */
const CALL: Readonly<Record<ToolName, string>> = {
  mariadb: '/bin/mariadbd --no-defaults --version',
  sshd: '/bin/sshd -V',
  redis: '/bin/redis-server --version',
  chromium: '/bin/chromium --version',
};
const OLD: Readonly<Record<ToolName, string>> = {
  mariadb: '/bin/mariadbd is version 10.4, older than 10.5',
  sshd: '/bin/sshd is version 7.4, older than 7.8',
  redis: '/bin/redis-server is version 6.0, older than 6.2',
  chromium: '/bin/chromium is version 90.0, older than 111.0',
};

const TOOLS = Object.keys(INSTALL) as ToolName[];
const program = (tool: ToolName): string => CALL[tool].split(' ')[0] ?? '';
const name = (tool: ToolName): string => program(tool).replace('/bin/', '');

/** The fault on a machine without packages; null if there is none, '' if nothing of the tool is installed. */
const PROBLEM: Readonly<Record<string, (tool: ToolName) => string | null>> = {
  absent: () => '',
  present: () => null,
  'too old': (tool) => OLD[tool],
  failing: (tool) => `"${CALL[tool]}" fails with exit code 3`,
  'killed by a signal': (tool) => `"${CALL[tool]}" does not start (SIGSEGV)`,
  'without what it calls': (tool) => `"${CALL[tool]}" does not start (ENOENT)`,
  mute: (tool) => `"${CALL[tool]}" does not give the expected answer`,
  'not executable': (tool) => `${program(tool)} is not executable`,
  'a folder of that name': (tool) => `${program(tool)} is no file`,
  'a link to nothing': (tool) => (tool === 'mariadb' ? `${name(tool)} is missing` : ''),
  'a broken one before a good one': () => null,
  'unpacked, and broken since': () => '',
};
const COMPANIONS: readonly (readonly [ToolName, string, string])[] = [
  ['mariadb', 'without its client', 'mariadb is missing'],
  ['mariadb', 'without its installer', 'mariadb-install-db is missing'],
  ['sshd', 'without its library', 'libnss_wrapper.so is missing'],
];
const CASES: readonly (readonly [ToolName, string, string | null])[] = [
  ...TOOLS.flatMap((tool) =>
    Object.entries(PROBLEM).map(([way, problem]) => [tool, way, problem(tool)] as const),
  ),
  ...COMPANIONS,
];

let checkout: PlainCheckout;
beforeAll(async () => {
  checkout = await copyPlainCheckout(
    ['src/kernel', 'src/platform', 'src/demo', 'tests/servers'],
    ['tsx', 'zod'],
  );
});
afterAll(async () => await rm(checkout.folder, { recursive: true, force: true }));

async function outcomes(
  user: string,
  packages: 'good' | 'old' | 'offline' | null,
  cases = CASES,
): Promise<readonly Outcome[]> {
  const asked = JSON.stringify(cases.map(([tool, way]) => [tool, way, packages]));
  const args = ['--import', 'tsx', join('tests', 'servers', 'report-tools.ts'), asked];
  const options = { cwd: checkout.folder, ...(user === 'root' || !isRoot ? {} : plainUser()) };
  return JSON.parse((await promisify(execFile)(checkout.node, args, options)).stdout);
}

function sentence(tool: ToolName, problem: string): string {
  const what =
    problem === ''
      ? `${TITLE[tool]} is not installed`
      : `The ${TITLE[tool]} on this machine cannot be used (${problem})`;
  return `${what}. ${INSTALL[tool]}`;
}

test('every state of a tool is listed', () => {
  expect(new Set(CASES.map(([, way]) => way))).toEqual(new Set(Object.keys(WAYS)));
});

describe.each(USERS)('for %s', (user) => {
  test('a tool of the system runs, or one sentence says what is wrong and how to install it', async () => {
    const expected = CASES.map(([tool, way, problem]) => [
      `${tool}, ${way}`,
      problem === null
        ? { from: 'system', code: null, message: null }
        : { from: null, code: 'demo.tool-missing', message: sentence(tool, problem) },
    ]);
    const seen = await outcomes(user, null);
    expect(CASES.map(([tool, way], index) => [`${tool}, ${way}`, seen[index]])).toEqual(expected);
  });

  test('if Debian packages can be downloaded, every one of these ends in a run', async () => {
    const seen = await outcomes(user, 'good');
    const expected = CASES.map(([, , problem]) => (problem === null ? 'system' : 'packages'));
    expect(seen.map(({ from }) => from)).toEqual(expected);
  });

  test('if the packages are unreachable or too old, one sentence says so', async () => {
    const some = CASES.filter(([, way]) => way === 'absent' || way.startsWith('without its'));
    expect(some).toHaveLength(7);
    const offline = await outcomes(user, 'offline', some);
    const old = await outcomes(user, 'old', some);
    for (const [index, [tool, , problem]] of some.entries()) {
      const [what] = sentence(tool, problem ?? '').split('. Debian');
      const [, command] = /: (sudo apt-get install .*?) ·/.exec(INSTALL[tool]) ?? [];
      expect(offline[index]).toEqual({
        from: null,
        code: 'demo.tool-not-fetched',
        message: `${what}, and this machine's package sources did not give it. Try again, or install it: ${command}`,
      });
      expect(old[index]).toMatchObject({ from: null, code: 'demo.tool-missing' });
      expect(old[index]?.message).toMatch(
        /^The .* cannot be used \(.* is version [\d.]+, older than [\d.]+.*\)\. Debian/,
      );
    }
  });
});

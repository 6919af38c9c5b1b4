import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CleanDebian, makeCleanDebian, PLAIN_USER } from './clean-debian.ts';

let debian: CleanDebian | null = null;

beforeAll(async () => {
  debian = await makeCleanDebian();
}, 900_000);
afterAll(async () => await debian?.remove());

/** Packages that are installed beforehand, one after the other: each leaves a part of some tool on the system. */
const STATES: readonly (readonly [string, readonly string[]])[] = [
  ['a clean Debian 12', []],
  ['one with sshd and without its library', ['openssh-server']],
  ['one with half a MariaDB', ['mariadb-client-core']],
];
/** The steps of `npm test` until its tools are ready, with one test. */
const FIRST_TEST = 'TAQUILLA_TEST_WHOLE=1 npx vitest run --project=servers tests/servers/databases.test.ts';

describe.each([
  ['root', 0],
  ['a plain user', PLAIN_USER],
])('the first two commands, by %s', (_name, uid) => {
  it.each(STATES)('on %s', async (_state, packages) => {
    if (debian === null) {
      process.stderr.write('Left out: a clean Debian takes root and debootstrap.\n');
      return;
    }
    if (packages.length > 0) await debian.install(packages);
    const fresh = `chown -R ${uid}:${uid} . && rm -rf .taquilla`;
    expect(await debian.run(fresh, 0)).toMatchObject({ code: 0 });
    const installed = await debian.run('npm ci --no-update-notifier', uid);
    expect(installed.text).not.toMatch(/warn/i);
    expect(installed).toMatchObject({ code: 0 });
    const tested = await debian.run(FIRST_TEST, uid);
    expect([tested.code, tested.text.slice(-3_000)]).toEqual([0, expect.stringContaining('passed')]);
    const shown = await debian.run('npm run demo -- --once', uid);
    expect([shown.code, shown.text.slice(-3_000)]).toEqual([0, expect.stringMatching(/verified/i)]);
  });
});

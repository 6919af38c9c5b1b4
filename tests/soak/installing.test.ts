import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { blocksOf } from '../house/read-docs.ts';
import { readText, repositoryFiles } from '../house/source-files.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateServer, startPrivatePostgres } from '../servers/private-postgres.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { waitFor } from '../tasks/wait-for.ts';

const PAGE = 'docs/installing.md';
const WITHIN_MS = 15 * 60_000;
const READER = { user: 'installing_reader', password: 'lectora-muy-secreta' };

let folder: string;
let postgres: PrivateServer;
let store: StoreDatabase;
let mail: MailServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-installing-'));
  for (const path of repositoryFiles()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(path, join(folder, path));
  }
  [postgres, store, mail] = await Promise.all([
    startPrivatePostgres(),
    freshStoreDatabase(),
    startMailServer(),
  ]);
  await makeDemoStore({ url: store.url, orders: 500, seed: 2, layout: 'hpos' });
  const { user, password } = READER;
  for (const host of ['%', 'localhost']) {
    await store.exec(`CREATE USER '${user}'@'${host}' IDENTIFIED BY '${password}';
      GRANT SELECT ON ${store.name}.* TO '${user}'@'${host}'`);
  }
}, 300_000);
afterAll(async () => {
  for (const host of ['%', 'localhost']) await store.exec(`DROP USER '${READER.user}'@'${host}'`);
  await mail.close();
  await store.drop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const PASSWORD = 'tres tristes tigres';

/**
 * The blocks of the page's second half, the first of which sets the addresses: here those of this test. Then the
 * blocks of the page on the API, for another organizer.
 */
function script(port: number, metricsPort: number): string {
  const [, plain = ''] = readText(PAGE).split('## As plain processes');
  const [given = '', ...blocks] = blocksOf(PAGE, 'sh').filter((block) => plain.includes(block));
  const { host, port: storePort } = parseStoreUrl(store.url);
  const ours: Readonly<Record<string, string>> = {
    DATABASE_URL: postgres.url,
    SMTP_URL: mail.url,
    ALERT_EMAILS: 'ops@example.com',
    PUBLIC_URL: 'http://127.0.0.1:8000',
    STORE_HOST: host,
    STORE_PORT: String(storePort),
    STORE_DATABASE: store.name,
    STORE_USER: READER.user,
    STORE_PASSWORD: READER.password,
    ADMIN_EMAIL: 'ops@example.com',
    ADMIN_PASSWORD: PASSWORD,
  };
  const names = [...given.matchAll(/\b([A-Z_]+)=/g)].map(([, name = '']) => name);
  expect(new Set(names)).toEqual(new Set(Object.keys(ours)));
  const exports = Object.entries(ours).map(([name, value]) => `export ${name}='${value}'`);
  const api = blocksOf('docs/api.md', 'sh').map((block) =>
    block
      .replace('twelve characters or more', PASSWORD)
      .replace(
        '"organizer_email": "organizer@example.com"',
        '"organizer_email": "another@example.com", "another_organizer": true',
      ),
  );
  return ['set -euo pipefail', ...exports, ...blocks, ...api]
    .join('\n')
    .replaceAll('9464', String(metricsPort))
    .replaceAll('127.0.0.1:8000', `127.0.0.1:${port}`);
}

it('the page about installing leads from nothing to a first sync and an alert, in less than 15 minutes', async () => {
  const startedMs = performance.now();
  const [port, metricsPort] = [await steadyPort(), await steadyPort()];
  const child = spawn('bash', ['-c', script(port, metricsPort)], {
    cwd: folder,
    env: {
      ...npmSettings(),
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? folder,
      PORT: String(port),
    },
    // a separate process group, so that its background processes end with it
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const [out, err, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => void child.once('exit', resolve)),
    ]);
    expect([code, err.slice(-2_000)]).toEqual([0, expect.any(String)]);
    expect(out).toContain('The installation is healthy.');
    expect(out).toContain('It failed, as it should.');
    expect(out.match(/Verified/g)).toHaveLength(2);
    expect(out).toMatch(/"verification":"verified"/);
    expect(out).toMatch(/"woo_product_id":173911/);
    // the service still runs, and reports the problem and its end
    const subjects = await waitFor(
      () => mail.received.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]),
      (all) => all.length >= 2,
      30_000,
    );
    const tookMs = performance.now() - startedMs;
    process.stderr.write(`${subjects.join('\n')}\nin ${Math.round(tookMs / 1000)} s\n`);
    expect(subjects).toHaveLength(2);
    expect(tookMs).toBeLessThan(WITHIN_MS);
  } finally {
    if (child.pid !== undefined) endGroup(child.pid);
  }
});

function npmSettings(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/.test(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // every process has ended
  }
}

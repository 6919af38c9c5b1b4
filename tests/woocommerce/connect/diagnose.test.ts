import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/kernel/log/log.ts';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import type { GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { adviceFor, adviceTexts } from '../../../src/woocommerce/diagnose/advice.ts';
import { diagnose } from '../../../src/woocommerce/diagnose/diagnose.ts';
import type { Diagnosis } from '../../../src/woocommerce/diagnose/diagnosis.ts';
import { type BlackHole, startBlackHole } from '../../servers/black-hole.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../../servers/private-sshd.ts';
import { startProxy } from '../../servers/tcp-proxy.ts';
import { eventProduct, tinyStore } from '../tiny-store.ts';
import { directTo, never, over } from './gateway-settings.ts';

const PASSWORD = 'solo-lectura-secreta';
const logLines: string[] = [];
const log = createLog(
  'trace',
  new Writable({
    write: (chunk, _encoding, done) => {
      logLines.push(String(chunk));
      done();
    },
  }),
);

let database: StoreDatabase;
let reader: string;
let sshd: PrivateSshd;
let noForwarding: PrivateSshd;
let blackHole: BlackHole;

beforeAll(async () => {
  [database, sshd, noForwarding, blackHole] = await Promise.all([
    freshStoreDatabase(),
    startSshd(),
    startSshd({ config: ['AllowTcpForwarding no'] }),
    startBlackHole(),
  ]);
  await database.exec([tinyStore(), eventProduct(500, 'Concert')].join('\n'));
  reader = `reader_${database.name.slice(-12)}`;
  for (const host of ['%', 'localhost']) {
    await database.exec(`CREATE USER '${reader}'@'${host}' IDENTIFIED BY '${PASSWORD}';
      GRANT SELECT ON ${database.name}.* TO '${reader}'@'${host}'`);
  }
});
afterAll(async () => {
  await Promise.all([sshd.stop(), noForwarding.stop(), blackHole.close()]);
  for (const host of ['%', 'localhost']) await database.exec(`DROP USER '${reader}'@'${host}'`);
  await database.drop();
});

async function diagnosed(way: Partial<GatewaySettings>, budgetMs = 15_000): Promise<Diagnosis> {
  const reach = directTo(database.url, { user: reader, password: new Secret(PASSWORD), ...way });
  const login = { reach, prefix: null, statementLimitS: null };
  return await diagnose(login, { signal: never, now: () => new Date(), log, budgetMs });
}

const names = ({ steps }: Diagnosis) => steps.map(({ step, hop, status }) => `${hop} ${step}: ${status}`);
const END = [
  'mysql mysql-login: ok',
  'mysql grants: ok',
  'mysql server: ok',
  'mysql layout: ok',
  'mysql events: ok',
];
const SSH = ['ssh name: ok', 'ssh tcp: ok', 'ssh ssh-hello: ok', 'ssh ssh-auth: ok'];

describe('a test of the connection to a store', () => {
  it('reports each step with its time, over every transport', async () => {
    const direct = await diagnosed({});
    expect(names(direct)).toEqual(['mysql name: ok', 'mysql tcp: ok', ...END]);
    expect(direct).toMatchObject({ success: true, transport: 'direct', hostKey: null });
    expect(direct.steps.map(({ found }) => found).slice(-3)).toEqual([
      expect.stringContaining('MariaDB'),
      expect.stringContaining('hpos, wp_'),
      '1',
    ]);
    expect(names(await diagnosed(over(sshd)))).toEqual([...SSH, 'ssh forward: ok', ...END]);
    const jumped = await diagnosed(over(sshd, { jump: noForwarding.hop, transport: 'ssh_exec' }));
    expect(names(jumped).slice(0, 4)).toEqual(SSH.map((step) => step.replace('ssh ', 'jump ')));
    expect(names(jumped)[4]).toBe('jump forward: failed');
    expect(jumped).toMatchObject({ success: false, transport: null });
    const exec = await diagnosed(over(sshd, { transport: 'ssh_exec' }));
    expect(names(exec)).toEqual([...SSH, 'ssh exec: ok', ...END]);
    expect(await untilNoRemoteProcess(sshd)).toEqual([]);
  });

  it('reports a fallback transport as a warning', async () => {
    const auto = await diagnosed(over(noForwarding, { transport: 'auto' }));
    expect(names(auto)).toEqual([...SSH, 'ssh forward: warning', 'ssh exec: ok', ...END]);
    expect(auto).toMatchObject({ success: true, transport: 'ssh_exec' });
    expect(auto.steps[4]).toMatchObject({ code: 'store.forwarding-refused' });
  });

  it('shows the fingerprint of an unconfirmed host, and stops there', async () => {
    const first = await diagnosed(over(sshd, { ssh: { ...sshd.hop, hostKey: null } }));
    expect(names(first)).toEqual(['ssh name: ok', 'ssh tcp: ok', 'ssh ssh-hello: failed']);
    expect(first.hostKey).toEqual({
      hop: 'ssh',
      type: 'ssh-ed25519',
      fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/),
      line: sshd.hostKey,
      pinned: null,
    });
    const hostKey = first.hostKey?.line ?? null;
    expect(await diagnosed(over(sshd, { ssh: { ...sshd.hop, hostKey } }))).toMatchObject({ success: true });
    const changed = await diagnosed(over(noForwarding, { ssh: { ...noForwarding.hop, hostKey } }));
    expect(changed.hostKey).toMatchObject({ line: noForwarding.hostKey, pinned: first.hostKey?.fingerprint });
    expect(changed.steps.at(-1)).toMatchObject({ code: 'store.host-key-changed' });
  });

  it('warns of a user who can write', async () => {
    const root = directTo(database.url);
    const { steps, success } = await diagnosed({ user: root.user, password: root.password });
    expect(success).toBe(true);
    expect(steps.find(({ step }) => step === 'grants')).toMatchObject({
      status: 'warning',
      code: 'store.user-can-write',
    });
  });

  it('names the step that failed: the database, its user, WooCommerce', async () => {
    const last = async (way: Partial<GatewaySettings>) => (await diagnosed(way)).steps.at(-1);
    expect(await last({ password: null })).toMatchObject({
      step: 'mysql-login',
      code: 'store.access-denied',
    });
    expect(await last({ port: 1 })).toMatchObject({ step: 'tcp', hop: 'mysql', code: 'store.unreachable' });
    expect(await last({ host: 'db.invalid' })).toMatchObject({ step: 'name', code: 'store.unreachable' });
    expect(await last({ connectTimeoutMs: 300, port: blackHole.port })).toMatchObject({
      step: 'tcp',
      code: 'store.connect-timeout',
    });
    expect(await last(over(sshd, { ssh: { ...sshd.hop, username: 'no' } }))).toMatchObject({
      step: 'ssh-auth',
    });
    expect(await last(over(sshd, { port: 1 }))).toMatchObject({ step: 'forward', code: 'store.unreachable' });
    const empty = await freshStoreDatabase();
    const root = directTo(empty.url);
    expect(await last({ user: root.user, password: root.password, database: empty.name })).toMatchObject({
      step: 'layout',
      code: 'store.not-woocommerce',
    });
    await empty.drop();
  });

  it('ends within its time limit at any hanging step', async () => {
    const proxy = await startProxy(sshd.port);
    const hop = { ...sshd.hop, port: proxy.port };
    try {
      for (const bytes of [1, 1_500, 2_500, 3_500, 5_500]) {
        proxy.afterBytes(bytes, () => proxy.stall());
        const startedMs = performance.now();
        const hung = await diagnosed(over(sshd, { ssh: hop, connectTimeoutMs: 60_000 }), 1_000);
        // long before a connection's own time limit
        expect(performance.now() - startedMs).toBeLessThan(30_000);
        expect(hung.steps.at(-1)).toMatchObject({ status: 'failed', code: 'store.test-timeout' });
        proxy.resume();
      }
    } finally {
      await proxy.close();
    }
  });

  it('has advice in both languages for each of these, and discloses no secret', () => {
    for (const line of logLines) expect(line).not.toMatch(/solo-lectura|caballo-correcto/);
    for (const code of ['store.access-denied', 'store.host-key-changed', 'store.connect-timeout']) {
      expect(adviceFor(code, 'en')).not.toEqual(adviceTexts('en').otherwise);
      expect(adviceFor(code, 'es').todo).not.toBe(adviceFor(code, 'en').todo);
    }
  });
});

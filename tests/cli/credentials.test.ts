import { describe, expect, test } from 'vitest';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { closedPort } from '../alerts/mail-server.ts';
import { SSH_PASSWORD, SSH_USER, startSshd, untilNoRemoteProcess } from '../servers/private-sshd.ts';
import {
  addArgs,
  addTested,
  backend,
  expectNoSecret,
  GIVEN,
  json,
  NEXT_KEY,
  READER_PASSWORD,
  reader,
  recorded,
  sshd,
  store,
  taquilla,
  untilRunning,
  useSealedStore,
  watchProcesses,
} from './sealed-store.ts';

useSealedStore();

describe('taquilla credentials', () => {
  test('adds a set, shows its host key, pins it once it is confirmed, and syncs with it', async () => {
    const added = await json(addArgs(), { input: GIVEN });
    expect(added.json).toMatchObject({
      name: 'shop',
      is_default: true,
      secrets: ['password', 'ssh_password'],
    });
    const first = await json(['credentials', 'test']);
    expect(first.exitCode).toBe(78);
    expect(first.json).toMatchObject({ success: false, host_key: { hop: 'ssh', type: 'ssh-ed25519' } });
    const { fingerprint } = first.json.host_key;
    const other = await json(['credentials', 'test', '--accept-host-key', fingerprint.replace(/.$/, '!')]);
    expect(other.exitCode).toBe(78);
    const second = await json(['credentials', 'test', '--accept-host-key', fingerprint, '--language', 'es']);
    expect(second.stderr + second.stdout).toContain(`"success": true`);
    expect(second.exitCode).toBe(0);
    expect(second.json).toMatchObject({ credentials: 'shop', success: true, transport: 'ssh_tunnel' });
    const shown = await json(['credentials', 'show', 'shop']);
    expect(shown.json).toMatchObject({ last_test_success: true, ssh: { host_key: fingerprint } });
    const configured = await json(
      ['configurations', 'add', '--product', '173911', '--event-name', 'Evento'].concat([
        '--organizer-email',
        'organizer@example.com',
        '--service-fee',
        '10',
      ]),
    );
    expect(configured.json).toMatchObject({ woocommerce_product_id: 173911, credentials_name: 'shop' });
    const synced = await json(['sync', '--configuration', configured.json.id]);
    expect(synced.json).toMatchObject({ status: 'success', verification: 'verified' });
    expect((await taquilla(['credentials', 'list'])).stdout).toContain('auto (ssh_tunnel)');
    expect((await taquilla(['configurations', 'list'])).stdout).toContain(
      `│ ${configured.json.id.slice(0, 8)} `,
    );
    const removed = await json(['credentials', 'remove', 'shop']).catch(() => null);
    expect(removed).toBeNull();
  });

  test('explains in Spanish what a failed step means and what to do', async () => {
    await taquilla(addArgs(), { input: JSON.stringify({ ssh_password: 'equivocada' }) });
    const { stdout, exitCode } = await taquilla(['credentials', 'test'], { env: { LANG: 'es_CL.UTF-8' } });
    expect(exitCode).toBe(78);
    expect(stdout).toContain('host SSH, conexión SSH y clave del host');
    expect(stdout).toContain('Compare la huella con la que muestra el proveedor');
    expect(stdout).toMatch(/ssh-ed25519 SHA256:/);
  });

  test.each([
    ['en_GB.UTF-8', 'Nothing listens at'],
    ['es_CL.UTF-8', 'Nada escucha en'],
  ])('names host and port of the step that fails (%s)', async (LANG, said) => {
    const port = await closedPort();
    const where = ['--mysql-host', '127.0.0.1', '--mysql-port', String(port), '--mysql-database', 'shop'];
    await taquilla(
      ['credentials', 'add', 'shop', ...where, '--mysql-user', 'reader', '--secrets-from-stdin'],
      {
        input: JSON.stringify({ password: READER_PASSWORD }),
      },
    );
    const tested = await taquilla(['credentials', 'test', 'shop'], { env: { LANG } });
    expect(tested.exitCode).toBe(75);
    expect(tested.stdout).toContain(`${said} 127.0.0.1:${port}`);
  });

  test('a test that cannot reach the store begins an outage, and a successful one ends it', async () => {
    await addTested();
    const testedAt = async (port: number) => {
      await backend.db.query('update sync_credentials set ssh_port = $1', [port]);
      const { exitCode } = await taquilla(['credentials', 'test', 'shop']);
      const { rows } = await backend.db.query('select error_code from sync_store_outages');
      return [exitCode, rows.map(({ error_code }) => error_code)];
    };
    expect(await testedAt(await closedPort())).toEqual([75, ['store.ssh-unreachable']]);
    expect(await testedAt(sshd.port)).toEqual([0, []]);
  });

  test('creates a key whose public half opens the host, and shows only that half', async () => {
    const made = await json(addArgs('shop', ['--generate-key']), {
      input: JSON.stringify({ password: READER_PASSWORD }),
    });
    expect(made.json.public_key).toMatch(/^ssh-ed25519 \S+ taquilla-shop$/);
    const host = await startSshd({
      authorizedKeys: [made.json.public_key],
      config: ['PasswordAuthentication no'],
    });
    try {
      const port = ['credentials', 'set', 'shop', '--ssh-port', String(host.port)];
      const refused = await json(port);
      expect(refused).toMatchObject({
        exitCode: 64,
        json: { error: { code: 'credentials.secrets-needed' } },
      });
      const again = await json(['credentials', 'generate-key', 'shop']);
      expect(again.json.public_key).not.toBe(made.json.public_key);
    } finally {
      await host.stop();
    }
  });

  test('disables, changes the default and the password with effect from the next execution', async () => {
    await addTested();
    const configured = await json(
      ['configurations', 'add', '--product', '173911', '--event-name', 'E'].concat([
        '--organizer-email',
        'o@example.com',
      ]),
    );
    const sync = async () => (await json(['sync', '--configuration', configured.json.id])).json;
    expect(await sync()).toMatchObject({ status: 'success' });
    await taquilla(addArgs('other'), { input: GIVEN });
    await taquilla(['credentials', 'set', 'other', '--default']);
    await taquilla(['credentials', 'set', 'shop', '--deactivate']);
    expect(await sync()).toMatchObject({ error: { code: 'credentials.inactive' } });
    await taquilla(['credentials', 'set', 'shop', '--activate']);
    expect(await sync()).toMatchObject({ status: 'success' });
    const wrong = JSON.stringify({ password: 'lectora-equivocada' });
    await taquilla(['credentials', 'set', 'shop', '--secrets-from-stdin'], { input: wrong });
    expect(await sync()).toMatchObject({ error: { code: 'store.access-denied' } });
    await taquilla(['credentials', 'set', 'shop', '--secrets-from-stdin'], { input: GIVEN });
    expect(await sync()).toMatchObject({ status: 'success' });

    const { rows } = await backend.db.query<{ action: string; address: string }>(
      'select action, address from audit_entries order by created_at, id',
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'credentials.create',
      // the key of the server is not confirmed yet
      'credentials.test-connection',
      'credentials.confirm-host-key',
      'credentials.test-connection',
      'configurations.create',
      'configurations.trigger',
      'credentials.create',
      'credentials.change',
      'credentials.change',
      'configurations.trigger',
      'credentials.change',
      'configurations.trigger',
      'credentials.change',
      'configurations.trigger',
      'credentials.change',
      'configurations.trigger',
    ]);
    expect(new Set(rows.map(({ address }) => address))).toEqual(new Set(['command line']));
  });

  test('shows when a store last answered, to a test or a sync, and since when it is unreachable', async () => {
    await addTested();
    await taquilla(addArgs('other'), { input: GIVEN });
    const contacts = async () =>
      (await json(['credentials', 'list'])).json.map(
        ({ name, last_contact_at, unreachable_since }: Record<string, string | null>) => [
          name,
          last_contact_at,
          unreachable_since,
        ],
      );
    const tested = (await json(['credentials', 'show', 'shop'])).json.last_tested_at;
    expect(await contacts()).toEqual([
      ['shop', tested, null],
      ['other', null, null],
    ]);
    const configured = await json([
      'configurations',
      'add',
      '--product',
      '173911',
      '--event-name',
      'E',
      '--organizer-email',
      'o@example.com',
    ]);
    await json(['sync', '--configuration', configured.json.id]);
    const [[, synced]] = await contacts();
    expect(new Date(synced).getTime()).toBeGreaterThan(new Date(tested).getTime());

    await backend.db.query(`update sync_configurations set last_success_at = '2025-06-02T12:00:00Z'`);
    await backend.db.query('update sync_credentials set last_test_success = false');
    await backend.db.query(
      `insert into sync_store_outages (credentials_id, error_code, error_message, started_at, next_probe_at)
       select id, 'store.unreachable', 'away', '2025-06-02T13:00:00Z', now() from sync_credentials where name = 'shop'`,
    );
    const table = (await taquilla(['credentials', 'list'], { env: { TIME_ZONE: 'America/Santiago' } }))
      .stdout;
    for (const shown of [
      'last contact (America/Santiago)',
      '2025-06-02 08:00',
      'away since 2025-06-02 09:00',
      'never',
    ]) {
      expect(table).toContain(shown);
    }
  });

  test('reads a set from the environment, which cannot be changed here', async () => {
    const { host, port, database } = parseStoreUrl(store.url);
    const env = {
      WOOCOMMERCE_SSH_HOST: '127.0.0.1',
      WOOCOMMERCE_SSH_PORT: String(sshd.port),
      WOOCOMMERCE_SSH_USERNAME: SSH_USER,
      WOOCOMMERCE_SSH_PASSWORD: SSH_PASSWORD,
      WOOCOMMERCE_MYSQL_HOST: host,
      WOOCOMMERCE_MYSQL_PORT: String(port),
      WOOCOMMERCE_MYSQL_DATABASE: database,
      WOOCOMMERCE_MYSQL_USERNAME: reader,
      WOOCOMMERCE_MYSQL_PASSWORD: READER_PASSWORD,
    };
    const first = await json(['credentials', 'test', 'environment'], { env });
    const { fingerprint } = first.json.host_key;
    const second = await json(['credentials', 'test', '--accept-host-key', fingerprint], { env });
    expect(second.json).toMatchObject({ credentials: 'environment', success: true });
    const changed = await json(['credentials', 'set', 'environment', '--ssh-port', '22'], { env });
    expect(changed).toMatchObject({ exitCode: 77, json: { error: { code: 'credentials.read-only' } } });
    const elsewhere = await json(['credentials', 'test', 'environment']);
    expect(elsewhere.json).toMatchObject({ error: { code: 'credentials.no-environment' } });
  });

  test('needs the key that seals secrets, and the right one', async () => {
    const none = await json(addArgs(), { input: GIVEN, env: { TAQUILLA_SECRET_KEY: '' } });
    expect(none).toMatchObject({ exitCode: 78, json: { error: { code: 'config.secret-key-needed' } } });
    await taquilla(addArgs(), { input: GIVEN });
    const other = await json(['credentials', 'test', 'shop'], { env: { TAQUILLA_SECRET_KEY: NEXT_KEY } });
    expect(other).toMatchObject({ exitCode: 78, json: { error: { code: 'secret.cannot-open' } } });
    const malformed = await json(addArgs('x'), { input: `{"password": "${READER_PASSWORD}` });
    expect(malformed).toMatchObject({
      exitCode: 64,
      json: { error: { code: 'credentials.secrets-malformed' } },
    });
  });
});

describe('a secret', () => {
  test.each(['ssh_tunnel', 'ssh_exec'])(
    'appears in no argument and no environment while a sync uses %s, and a rotation does not disturb it',
    async (transport) => {
      await addTested(transport);
      const configured = await json(
        ['configurations', 'add', '--product', '173911', '--event-name', 'E'].concat([
          '--organizer-email',
          'o@example.com',
        ]),
      );
      const watching = new AbortController();
      const watched = watchProcesses(watching.signal);
      const syncing = json(['sync', '--configuration', configured.json.id], { ownProcess: true });
      await untilRunning();
      const [rotated] = await Promise.all([json(['secrets', 'rotate']), json(['secrets', 'rotate'])]);
      expect(rotated.json).toEqual({ sets: 1, secrets: 2, second_factors: 0, webhooks: 0, endpoints: 0 });
      expect((await syncing).json).toMatchObject({ status: 'success', verification: 'verified' });
      watching.abort();
      recorded.push(await watched);
      expect((await json(['sync', '--configuration', configured.json.id])).json).toMatchObject({
        verification: 'verified',
      });
      expect(await untilNoRemoteProcess(sshd)).toEqual([]);
      expect(await sshd.remoteFiles()).toEqual([]);
    },
  );

  test('appeared nowhere in all of this', async () => {
    recorded.push(await sshd.log());
    expect(recorded.join('').length).toBeGreaterThan(100_000);
    expectNoSecret();
  });
});

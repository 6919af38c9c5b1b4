import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CredentialsSettings,
  DEFAULT_LIMITS,
  type Secrets,
} from '../../src/backend/credentials/credentials-model.ts';
import {
  changeCredentials,
  createCredentials,
  defaultCredentials,
  findCredentials,
  listCredentials,
  makeDefaultCredentials,
  pinHostKey,
  removeCredentials,
  setCredentialsActive,
} from '../../src/backend/credentials/credentials-records.ts';
import { bySecret } from '../../src/backend/credentials/credentials-row.ts';
import { openCredentials, rotateSecrets } from '../../src/backend/credentials/sealed-secrets.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

const SETTINGS: CredentialsSettings = {
  name: 'the shop',
  transport: 'ssh_tunnel',
  host: '127.0.0.1',
  port: 3306,
  socket: null,
  username: 'reader',
  database: 'wordpress',
  tablePrefix: null,
  textEncoding: 'utf8mb4',
  orderNumberMeta: '_invoice_number',
  tlsMode: 'off',
  tlsCa: null,
  tlsCertificate: null,
  ssh: { host: 'ssh.example.com', port: 22, username: 'deploy' },
  jump: null,
  ...DEFAULT_LIMITS,
};
const NONE: Secrets = bySecret(() => null);
const SECRETS: Secrets = {
  ...NONE,
  password: new Secret('mysql-gato'),
  ssh_private_key: new Secret('-----BEGIN gato-----'),
};

const secretKey = new Secret(randomBytes(32).toString('base64'));
let backend: Backend;

beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => await backend.close());
beforeEach(async () => {
  await backend.db.query('truncate sync_credentials, sync_data_keys cascade');
});

async function add(name = SETTINGS.name, settings: Partial<CredentialsSettings> = {}, secrets = SECRETS) {
  return await createCredentials(backend.db, secretKey, { ...SETTINGS, ...settings, name }, secrets);
}

async function opened(id: string, key = secretKey) {
  return (await openCredentials(backend.db, async () => key, id)).secrets;
}

/** All content of the database, as text. */
async function wholeDatabase(): Promise<string> {
  const { rows } = await backend.db.query(
    `select (select jsonb_agg(c) from sync_credentials c)::text || (select jsonb_agg(k) from sync_data_keys k)::text as dump`,
  );
  return String(rows[0]?.dump);
}

describe('a set of credentials', () => {
  it('stores its secrets so that only the key can read them', async () => {
    const { id, has } = await add();
    expect(has).toMatchObject({ password: true, ssh_private_key: true, ssh_password: false });
    expect((await opened(id)).password?.reveal()).toBe('mysql-gato');
    const dump = await wholeDatabase();
    expect(dump).toContain('the shop');
    expect(dump).not.toMatch(/gato|Z2F0b/);
  });

  it('cannot be read with a copy of the database alone', async () => {
    const { id } = await add();
    await expect(opened(id, new Secret('another key that is long enough, yes'))).rejects.toMatchObject({
      kind: 'config',
      code: 'secret.cannot-open',
    });
  });

  it('cannot be read in another row or column', async () => {
    const one = await add('one');
    const two = await add('two', {}, NONE);
    await backend.db.query(
      `update sync_credentials set password_sealed = (select password_sealed from sync_credentials where id = $1)
       where id = $2`,
      [one.id, two.id],
    );
    await expect(opened(two.id)).rejects.toMatchObject({ code: 'secret.cannot-open' });
    await backend.db.query(
      'update sync_credentials set ssh_password_sealed = password_sealed where id = $1',
      [one.id],
    );
    await expect(opened(one.id)).rejects.toMatchObject({ code: 'secret.cannot-open' });
  });

  it('requires its secrets again when its address changes', async () => {
    const { id } = await add();
    const elsewhere: Partial<CredentialsSettings>[] = [
      { host: 'db.example.net' },
      { port: 3307 },
      { username: 'root' },
      { tlsCa: 'PEM' },
      { tlsMode: 'encrypt' },
      { ssh: { host: 'evil.example.net', port: 22, username: 'deploy' } },
      { ssh: null, transport: 'direct' },
      { jump: { host: 'jump.example.net', port: 22, username: 'deploy' } },
    ];
    for (const change of elsewhere) {
      const asked = changeCredentials(backend.db, secretKey, id, { ...SETTINGS, ...change }, {});
      await expect(asked).rejects.toMatchObject({ kind: 'invalid', code: 'credentials.secrets-needed' });
    }
    const half = { password: new Secret('new') };
    await expect(
      changeCredentials(backend.db, secretKey, id, { ...SETTINGS, port: 3307 }, half),
    ).rejects.toMatchObject({ details: { missing: ['ssh_private_key'] } });
    expect((await findCredentials(backend.db, id)).port).toBe(3306);
    const whole = { password: new Secret('new'), ssh_private_key: null };
    await changeCredentials(backend.db, secretKey, id, { ...SETTINGS, port: 3307 }, whole);
    const secrets = await opened(id);
    expect([secrets.password?.reveal(), secrets.ssh_private_key]).toEqual(['new', null]);
  });

  it('keeps its secrets when it is renamed or slowed down', async () => {
    const { id } = await add();
    await changeCredentials(
      backend.db,
      secretKey,
      id,
      { ...SETTINGS, name: 'renamed', rowsPerSecond: 500, tlsMode: 'verify' },
      {},
    );
    expect((await opened(id)).password?.reveal()).toBe('mysql-gato');
    expect(await findCredentials(backend.db, 'renamed')).toMatchObject({ id, rowsPerSecond: 500 });
  });

  it('forgets a pinned host key when it gets another host', async () => {
    const { id } = await add();
    await pinHostKey(backend.db, id, 'ssh', 'ssh-ed25519 AAAA');
    await changeCredentials(backend.db, secretKey, id, { ...SETTINGS, name: 'renamed' }, {});
    expect((await findCredentials(backend.db, id)).sshHostKey).toBe('ssh-ed25519 AAAA');
    const ssh = { host: 'other.example.com', port: 22, username: 'deploy' };
    await changeCredentials(backend.db, secretKey, id, { ...SETTINGS, ssh }, SECRETS);
    expect((await findCredentials(backend.db, id)).sshHostKey).toBeNull();
  });

  it('has a unique name, and is found by it', async () => {
    const one = await add('one');
    await expect(add('one')).rejects.toMatchObject({ kind: 'conflict', code: 'credentials.name-taken' });
    expect((await findCredentials(backend.db, 'one')).id).toBe(one.id);
    await expect(findCredentials(backend.db, 'two')).rejects.toMatchObject({ code: 'credentials.none' });
  });
});

describe('the default set', () => {
  it('is exactly one: the first, until another one is chosen', async () => {
    await expect(defaultCredentials(backend.db)).rejects.toMatchObject({ code: 'credentials.no-default' });
    const [one, two] = [await add('one'), await add('two')];
    expect((await defaultCredentials(backend.db)).id).toBe(one.id);
    await makeDefaultCredentials(backend.db, two.id);
    expect((await listCredentials(backend.db)).map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['two', true],
      ['one', false],
    ]);
  });

  it('can be neither disabled nor removed while there are others', async () => {
    const [one, two] = [await add('one'), await add('two')];
    const refused = { kind: 'conflict', code: 'credentials.is-default' };
    await expect(setCredentialsActive(backend.db, one.id, false)).rejects.toMatchObject(refused);
    await expect(removeCredentials(backend.db, one.id)).rejects.toMatchObject(refused);
    await setCredentialsActive(backend.db, two.id, false);
    await expect(makeDefaultCredentials(backend.db, two.id)).rejects.toMatchObject({
      code: 'credentials.inactive',
    });
    await removeCredentials(backend.db, two.id);
    await removeCredentials(backend.db, one.id);
    expect(await listCredentials(backend.db)).toEqual([]);
  });
});

describe('a rotation', () => {
  it('seals everything again and removes the old data key', async () => {
    const [one, two] = [await add('one'), await add('two')];
    const before = await wholeDatabase();
    expect(await rotateSecrets(backend.db, secretKey, null)).toEqual({
      sets: 2,
      secrets: 4,
      secondFactors: 0,
      webhooks: 0,
      endpoints: 0,
    });
    const after = await wholeDatabase();
    for (const sealed of before.match(/s1\.[\w.-]+/g) ?? []) expect(after).not.toContain(sealed);
    for (const { id } of [one, two]) expect((await opened(id)).password?.reveal()).toBe('mysql-gato');
    const { rows } = await backend.db.query('select count(*)::int as keys from sync_data_keys');
    expect(rows).toEqual([{ keys: 1 }]);
  });

  it('to another secret key lets both open secrets until the next rotation', async () => {
    const { id } = await add();
    const next = new Secret(randomBytes(32).toString('base64'));
    await rotateSecrets(backend.db, secretKey, next);
    for (const key of [secretKey, next])
      expect((await opened(id, key)).password?.reveal()).toBe('mysql-gato');
    await rotateSecrets(backend.db, next, null);
    expect((await opened(id, next)).password?.reveal()).toBe('mysql-gato');
    await expect(opened(id)).rejects.toMatchObject({ code: 'secret.cannot-open' });
  });

  it('with the wrong key changes nothing', async () => {
    const { id } = await add();
    const wrong = new Secret('another key that is long enough, yes');
    await expect(rotateSecrets(backend.db, wrong, null)).rejects.toMatchObject({
      code: 'secret.cannot-open',
    });
    expect((await opened(id)).password?.reveal()).toBe('mysql-gato');
  });

  it('gives simultaneous readers and writers a matching key at any time', async () => {
    const { id } = await add();
    let writes = 0;
    const rotating = (async () => {
      for (let at = 0; at < 10; at += 1) await rotateSecrets(backend.db, secretKey, null);
    })();
    const writing = (async () => {
      for (; writes < 10; writes += 1) {
        const password = new Secret(`mysql-gato-${writes}`);
        await changeCredentials(backend.db, secretKey, id, SETTINGS, { password });
      }
    })();
    const reading = (async () => {
      for (let at = 0; at < 40; at += 1) {
        expect((await opened(id)).password?.reveal()).toMatch(/^mysql-gato/);
      }
    })();
    await Promise.all([rotating, writing, reading]);
    expect((await opened(id)).password?.reveal()).toBe('mysql-gato-9');
  });
});

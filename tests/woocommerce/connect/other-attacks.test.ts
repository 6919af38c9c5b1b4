import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import { createStoreGateway } from '../../../src/woocommerce/connect/store-gateway.ts';
import { type FakeMysql, startFakeMysql } from '../../servers/fake-mysql.ts';
import { type PrivateSshd, startSshd } from '../../servers/private-sshd.ts';
import { directTo, never } from './gateway-settings.ts';

const PASSWORD = 'gato-volador-7';

let plain: FakeMysql;
let sshd: PrivateSshd;

beforeAll(async () => {
  plain = await startFakeMysql(null);
  sshd = await startSshd();
});
afterAll(async () => {
  await plain.stop();
  await sshd.stop();
});

it('TLS that is offered and then fails is not replaced by clear text', async () => {
  plain.play(async (talk) => {
    talk.greet('caching_sha2_password', { tls: true });
    await talk.hear();
    talk.sayRaw(Buffer.from('no TLS here, only text'));
  });
  const reach = createStoreGateway(
    directTo(`mysql://reader@localhost:${plain.port}/shop`, {
      password: new Secret(PASSWORD),
      isOwnAddress: () => false,
      tls: { mode: 'encrypt', ca: null, certificate: null, key: null },
      connectTimeoutMs: 3_000,
    }),
  );
  await expect(reach.open(never)).rejects.toMatchObject({ code: 'store.tls-not-trusted' });
  await reach.close();
  expect(plain.waysToRead(PASSWORD)).toEqual([]);
});

it('a server that asks again after the sign-in gets nothing', async () => {
  plain.play(async (talk) => {
    talk.greet('mysql_native_password');
    await talk.hear();
    talk.ok();
    await talk.hear();
    talk.switchTo('sha256_password');
    await talk.hear();
  });
  const reach = createStoreGateway(
    directTo(`mysql://reader@localhost:${plain.port}/shop`, {
      password: new Secret(PASSWORD),
      isOwnAddress: () => false,
      trust: { serverKey: null, onUnverified: () => undefined },
      connectTimeoutMs: 3_000,
      silenceMs: 1_000,
    }),
  );
  const connection = await reach.open(never);
  await connection.query('SELECT 1', never).catch(() => undefined);
  await reach.close();
  expect(plain.waysToRead(PASSWORD)).toEqual([]);
});

it('`auto` with an SSH host never connects to the database directly', async () => {
  plain.play(async (talk) => talk.greet('mysql_native_password'));
  const reach = createStoreGateway(
    directTo(`mysql://reader@127.0.0.1:${plain.port}/shop`, {
      password: new Secret(PASSWORD),
      transport: 'auto',
      // Nothing listens at the address of the SSH host.
      ssh: { ...sshd.hop, port: 1 },
      lastTransport: 'direct',
    }),
  );
  await expect(reach.open(never)).rejects.toMatchObject({ code: 'store.ssh-unreachable' });
  await reach.close();
  expect(plain.connections).toBe(0);
});

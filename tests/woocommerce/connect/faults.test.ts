import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server as NetServer } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import type { PlainTransport } from '../../../src/vocabulary/credentials.ts';
import type { SshHop } from '../../../src/woocommerce/connect/ssh/ssh-connection.ts';
import { generateKeyPair } from '../../../src/woocommerce/connect/ssh/ssh-key.ts';
import { createStoreGateway, type GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { type BlackHole, startBlackHole } from '../../servers/black-hole.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import {
  clientScript,
  type PrivateSshd,
  type SshdOptions,
  startSshd,
  untilNoRemoteProcess,
} from '../../servers/private-sshd.ts';
import { directTo, never, over } from './gateway-settings.ts';

let database: StoreDatabase;
let sshd: PrivateSshd;
let blackHole: BlackHole;
/**
 * An HTTP server answers a bad request; a MySQL server may close the connection so fast that its greeting is lost.
 */
let webServer: Server;
/** As a busy SSH server or a cut connection does. */
let hangUp: NetServer;
const more: PrivateSshd[] = [];

beforeAll(async () => {
  [database, sshd, blackHole] = await Promise.all([freshStoreDatabase(), startSshd(), startBlackHole()]);
  webServer = createServer().listen(0, '127.0.0.1');
  hangUp = createNetServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await Promise.all([once(webServer, 'listening'), once(hangUp, 'listening')]);
});
afterEach(async () => {
  for (const other of more.splice(0)) await other.stop();
});
afterAll(async () => {
  webServer.close();
  hangUp.close();
  await Promise.all([sshd.stop(), blackHole.close()]);
  await database.drop();
});

async function another(options: SshdOptions): Promise<PrivateSshd> {
  const started = await startSshd(options);
  more.push(started);
  return started;
}

/** The error of opening this connection, which must fail. */
async function faultOf(way: Partial<GatewaySettings>): Promise<unknown> {
  const reach = createStoreGateway(directTo(database.url, way));
  try {
    await reach.open(never);
  } catch (error) {
    return error;
  } finally {
    await reach.close();
  }
  throw new Error('it opened');
}

function as(changes: Partial<SshHop>): Partial<GatewaySettings> {
  return over(sshd, { ssh: { ...sshd.hop, ...changes } });
}

const KEY = generateKeyPair('test');

describe('an SSH host that cannot be used says why', () => {
  it.each<[string, () => Partial<GatewaySettings>, string, string]>([
    ['a wrong user', () => as({ username: 'stranger-here' }), 'config', 'store.ssh-auth-failed'],
    ['a wrong password', () => as({ password: new Secret('wrong') }), 'config', 'store.ssh-auth-failed'],
    [
      'a key that it does not know',
      () => as({ password: null, privateKey: KEY.privateKey }),
      'config',
      'store.ssh-auth-failed',
    ],
    ['neither password nor key', () => as({ password: null }), 'config', 'store.ssh-auth-failed'],
    ['a port on which nothing listens', () => as({ port: 1 }), 'unavailable', 'store.ssh-unreachable'],
    ['a host that does not exist', () => as({ host: 'ssh.invalid' }), 'unavailable', 'store.ssh-unreachable'],
    ['a host that is link-local', () => as({ host: '169.254.169.254' }), 'config', 'store.address-refused'],
    ['a black hole', () => as({ port: blackHole.port }), 'unavailable', 'store.connect-timeout'],
    [
      'a port of something else',
      () => as({ port: (webServer.address() as AddressInfo).port }),
      'config',
      'store.not-ssh',
    ],
    ['an unconfirmed key', () => as({ hostKey: null }), 'config', 'store.host-key-unknown'],
    [
      'another key than the confirmed one',
      () => as({ hostKey: `ssh-ed25519 ${generateKeyPair('other').publicLine.split(' ')[1]}` }),
      'config',
      'store.host-key-changed',
    ],
    [
      'an encrypted key without its passphrase',
      () => as({ privateKey: new Secret(lockedKey('right')) }),
      'config',
      'store.ssh-key-passphrase',
    ],
    [
      'an encrypted key with a wrong passphrase',
      () => as({ privateKey: new Secret(lockedKey('right')), passphrase: new Secret('wrong') }),
      'config',
      'store.ssh-key-passphrase',
    ],
    ['a key of an unknown type', () => as({ privateKey: oddKey() }), 'config', 'store.ssh-key-type'],
    [
      'a public key in place of the private one',
      () => as({ privateKey: new Secret(KEY.publicLine) }),
      'config',
      'store.ssh-key-unreadable',
    ],
    [
      'a jump host that refuses us',
      () => over(sshd, { jump: { ...sshd.hop, password: new Secret('wrong') } }),
      'config',
      'store.ssh-auth-failed',
    ],
    [
      'a host behind the jump host where nothing listens',
      () => over(sshd, { jump: sshd.hop, ssh: { ...sshd.hop, port: 1 } }),
      'unavailable',
      'store.unreachable',
    ],
    [
      'a database port on which nothing listens',
      () => over(sshd, { port: 1 }),
      'unavailable',
      'store.unreachable',
    ],
    [
      'the same over a remote client',
      () => over(sshd, { port: 1, transport: 'ssh_exec' }),
      'unavailable',
      'store.unreachable',
    ],
    [
      'a port that hangs up without a word',
      () => as({ port: (hangUp.address() as AddressInfo).port }),
      'unavailable',
      'store.ssh-lost',
    ],
    [
      'a port behind the jump host that hangs up without a word',
      () =>
        over(sshd, { jump: sshd.hop, ssh: { ...sshd.hop, port: (hangUp.address() as AddressInfo).port } }),
      'unavailable',
      'store.ssh-lost',
    ],
    ['no SSH host at all', () => ({ transport: 'ssh_tunnel' }), 'config', 'store.no-ssh-host'],
  ])('%s', async (_what, way, kind, code) => {
    const fault = await faultOf({ connectTimeoutMs: 1_500, ...way() });
    expect(fault).toMatchObject({ kind, code });
    expect(JSON.stringify(fault) + String(fault)).not.toMatch(/caballo|wrong|right|PRIVATE/);
  });

  it('within its limit, even if it sends nothing', async () => {
    const silent = over(sshd, { ssh: { ...sshd.hop, port: blackHole.port }, connectTimeoutMs: 400 });
    expect(await faultOf(silent)).toMatchObject({ kind: 'unavailable', code: 'store.connect-timeout' });
  });
});

describe('a host whose key was changed', () => {
  it('never gets a secret, nor even a user name', async () => {
    const host = await another({});
    const other = generateKeyPair('other').publicLine.split(' ')[1];
    for (const hostKey of [null, `ssh-ed25519 ${other}`]) {
      const fault = await faultOf(over(host, { ssh: { ...host.hop, hostKey } }));
      expect(fault).toMatchObject({ kind: 'config' });
    }
    expect(await host.log()).toMatch(/Connection (closed|reset) by/);
    expect(await host.log()).not.toMatch(/store|password|publickey|authenticat/i);
  });
});

describe('an SSH host that forbids a transport', () => {
  it('forwarding: the tunnel reports it, and `auto` uses the remote client', async () => {
    const host = await another({ config: ['AllowTcpForwarding no'] });
    expect(await faultOf(over(host))).toMatchObject({ kind: 'config', code: 'store.forwarding-refused' });
    const found: PlainTransport[] = [];
    const way = over(host, { transport: 'auto', onTransport: (transport) => found.push(transport) });
    const reach = createStoreGateway(directTo(database.url, way));
    try {
      for (let at = 0; at < 2; at += 1) {
        const connection = await reach.open(never);
        expect(await connection.query('SELECT 1', never)).toEqual([['1']]);
        connection.close();
      }
    } finally {
      await reach.close();
    }
    expect(found).toEqual(['ssh_exec']);
    // The transport that worked comes first the next time, so the other one is not tried.
    const before = (await host.log()).length;
    const again = createStoreGateway(directTo(database.url, { ...way, lastTransport: 'ssh_exec' }));
    await again.open(never);
    await again.close();
    expect(await host.log()).toContain('refused local port forward');
    expect((await host.log()).slice(before)).not.toContain('refused local port forward');
    expect(found).toEqual(['ssh_exec']);
  });

  it('commands: the remote client reports it before it sends the password, and the tunnel works', async () => {
    const host = await another({ config: ['ForceCommand cat'] });
    const exec = over(host, { transport: 'ssh_exec', shellPatienceMs: 500 });
    expect(await faultOf(exec)).toMatchObject({ kind: 'unavailable', code: 'store.slow-shell' });
    const refusing = await another({
      config: ['ForceCommand echo "This account is not available."; exit 1'],
    });
    expect(await faultOf(over(refusing, { transport: 'ssh_exec' }))).toMatchObject({
      kind: 'config',
      code: 'store.exec-refused',
    });
    const reach = createStoreGateway(directTo(database.url, over(refusing, { transport: 'auto' })));
    await reach.open(never);
    expect(reach.transport).toBe('ssh_tunnel');
    await reach.close();
  });

  it('without any client, or with one that is too old for JSON', async () => {
    const without = await another({ programs: {} });
    expect(await faultOf(over(without, { transport: 'ssh_exec' }))).toMatchObject({
      kind: 'config',
      code: 'store.no-client',
    });
    // The server has no function of this name, like an old one without JSON_ARRAY.
    const old = clientScript('sed -u s/JSON_ARRAY/JSON_ARRAY_OF_TOMORROW/g | "$client" "$@"');
    const outdated = await another({ programs: { mysql: old } });
    expect(await faultOf(over(outdated, { transport: 'ssh_exec' }))).toMatchObject({
      kind: 'config',
      code: 'store.no-json-array',
    });
    expect(await untilNoRemoteProcess(outdated)).toEqual([]);
  });
});

describe('a row that is larger than can be read', () => {
  it('is reported as such over the remote client', async () => {
    const reach = createStoreGateway(directTo(database.url, over(sshd, { transport: 'ssh_exec' })));
    try {
      const connection = await reach.open(never);
      const large = connection.query(`SELECT REPEAT('x', 16 * 1024 * 1024 * 3)`, never);
      await expect(large).rejects.toMatchObject({ kind: 'config', code: 'store.row-too-large' });
    } finally {
      await reach.close();
    }
  });
});

function lockedKey(passphrase: string): string {
  return ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-cbc', rounds: 16 }).private;
}

function oddKey(): Secret {
  return new Secret(
    generateKeyPairSync('ed448').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
}

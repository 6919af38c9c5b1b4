import { chmod, link, mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/kernel/log/log.ts';
import type { PlainTransport } from '../../../src/vocabulary/credentials.ts';
import { createStoreGateway, type GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { diagnose } from '../../../src/woocommerce/diagnose/diagnose.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import { type OpenSocket, openStoreSocket } from '../../servers/open-store-socket.ts';
import { type PrivateSshd, SSH_USER, startSshd, untilNoRemoteProcess } from '../../servers/private-sshd.ts';
import { directTo, never, onSocket, over } from './gateway-settings.ts';

let database: StoreDatabase;
let open: OpenSocket;
let sshd: PrivateSshd;
let noSockets: PrivateSshd;
let noShell: PrivateSshd;
const servers: Server[] = [];

beforeAll(async () => {
  [database, open, sshd, noSockets, noShell] = await Promise.all([
    freshStoreDatabase(),
    openStoreSocket(),
    startSshd(),
    startSshd({ config: ['AllowStreamLocalForwarding no'] }),
    startSshd({ config: ['AllowStreamLocalForwarding no', 'ForceCommand exit 1'] }),
  ]);
});

afterAll(async () => {
  for (const server of servers) server.close();
  await Promise.all([sshd.stop(), noSockets.stop(), noShell.stop(), database.drop(), open.remove()]);
});

/** Our user on the server and the transport, or the error. */
async function reached(way: Partial<GatewaySettings>): Promise<unknown> {
  const reach = createStoreGateway(directTo(database.url, { connectTimeoutMs: 5_000, ...way }));
  try {
    const connection = await reach.open(never);
    const [[user] = []] = await connection.query("SELECT SUBSTRING_INDEX(USER(), '@', -1)", never);
    connection.close();
    return { user, transport: reach.transport };
  } catch (error) {
    return error;
  } finally {
    await reach.close();
  }
}

/** A socket at which another program than a database listens. */
async function listenAt(path: string): Promise<Server> {
  const server = createServer((peer) => void peer.on('error', () => undefined).end('+OK ready\r\n'));
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  await chmod(path, 0o777);
  servers.push(server);
  return server;
}

/** A socket without a listener, as a killed server leaves it behind. */
async function leaveSocket(path: string): Promise<void> {
  const server = await listenAt(`${path}.first`);
  await link(`${path}.first`, path);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}

const WAYS: readonly (readonly [PlainTransport, (socket: string) => Partial<GatewaySettings>])[] = [
  ['direct', (socket) => onSocket(socket)],
  ['ssh_tunnel', (socket) => over(sshd, onSocket(socket))],
  ['ssh_exec', (socket) => over(sshd, { ...onSocket(socket), transport: 'ssh_exec' })],
];

describe.each(WAYS)('a socket over %s', (transport, way) => {
  it('connects to the server as from its own machine', async () => {
    expect(await reached(way(open.socket))).toEqual({ user: 'localhost', transport });
  });

  it('may have any path', async () => {
    const socket = join(open.folder, `it's "$HOME" #\\ñ ${transport}.sock`);
    await link(open.socket, socket);
    expect(await reached(way(socket))).toEqual({ user: 'localhost', transport });
  });

  it('that does not exist is reported as missing, and may come back', async () => {
    const socket = join(open.folder, 'away.sock');
    expect(await reached(way(socket))).toMatchObject({
      kind: 'unavailable',
      code: 'store.unreachable',
      message: `The socket ${socket} of the store's database cannot be found: the database is off, or the path is wrong.`,
    });
  });

  it('without a listener is reported as such', async () => {
    const socket = join(open.folder, `left-${transport}.sock`);
    await leaveSocket(socket);
    const tunnel = {
      code: 'store.forwarding-refused',
      message: expect.stringMatching(/which exists and .* or nothing listens there\.$/),
    };
    const other = {
      kind: 'unavailable',
      code: 'store.unreachable',
      message: expect.stringContaining(`Nothing listens at the socket ${socket} of`),
    };
    expect(await reached(way(socket))).toMatchObject(transport === 'ssh_tunnel' ? tunnel : other);
  });
});

it('another program at a socket is distinguished from a database', async () => {
  const socket = join(open.folder, 'mail.sock');
  await listenAt(socket);
  for (const way of [onSocket(socket), over(sshd, onSocket(socket))]) {
    expect(await reached(way)).toMatchObject({
      kind: 'config',
      code: 'store.not-mysql',
      message: `What answers at the socket ${socket} is not MySQL or MariaDB: correct the path.`,
    });
  }
});

it.skipIf(process.getuid?.() !== 0).each([
  ['ssh_tunnel', 'the socket', 0o755, 0o700],
  ['ssh_tunnel', 'its folder', 0o700, 0o777],
  ['ssh_exec', 'the socket', 0o755, 0o700],
] as const)(
  'over %s a user without the right to %s gets an error that says so',
  async (transport, what, ofFolder, ofSocket) => {
    const folder = join(open.folder, `${transport}-${what.replaceAll(' ', '-')}`);
    await mkdir(folder);
    const socket = join(folder, 'a.sock');
    await listenAt(socket);
    await chmod(socket, ofSocket);
    await chmod(folder, ofFolder);
    expect(await reached(over(sshd, { ...onSocket(socket), transport }))).toMatchObject({
      kind: 'config',
      code: 'store.socket-denied',
      message: expect.stringContaining(`The socket ${socket} of the store's database may not be opened`),
    });
  },
);

describe('an SSH host that forbids forwarding to sockets', () => {
  it('is reported, and an automatic connection goes over the remote client', async () => {
    expect(await reached(over(noSockets, onSocket(open.socket)))).toMatchObject({
      kind: 'config',
      code: 'store.forwarding-refused',
      message: `The SSH host 127.0.0.1:${noSockets.port} opens no way to the socket ${open.socket}, which exists and which the user "${SSH_USER}" may open: it forbids forwarding to sockets (AllowStreamLocalForwarding), or nothing listens there.`,
    });
    const auto = over(noSockets, { ...onSocket(open.socket), transport: 'auto' });
    expect(await reached(auto)).toEqual({ user: 'localhost', transport: 'ssh_exec' });
    expect(await untilNoRemoteProcess(noSockets)).toEqual([]);
  });

  it('and has no shell is reported with the possible reasons', async () => {
    expect(await reached(over(noShell, onSocket(open.socket)))).toMatchObject({
      kind: 'config',
      code: 'store.forwarding-refused',
      message: expect.stringMatching(/the socket does not exist, or the user "store" may not open it\.$/),
    });
  });
});

it('the client of an SSH host reports the socket that it used for localhost', async () => {
  const way = over(sshd, { host: 'localhost', port: 1, transport: 'ssh_exec' });
  expect(await reached(way)).toMatchObject({
    kind: 'unavailable',
    code: 'store.unreachable',
    message: expect.stringMatching(/^The socket \/\S+\.sock of the store's database cannot be found/),
  });
});

it('a connection test names the socket as its step', async () => {
  const log = createLog('silent', process.stderr);
  const steps = async (way: Partial<GatewaySettings>) => {
    const reach = directTo(database.url, way);
    const test = await diagnose(
      { reach, prefix: null, statementLimitS: null },
      { signal: never, now: () => new Date(), log },
    );
    return test.steps.map(({ hop, step, status }) => `${hop} ${step}: ${status}`);
  };
  expect((await steps(onSocket(open.socket))).slice(0, 2)).toEqual([
    'mysql socket: ok',
    'mysql mysql-login: ok',
  ]);
  const tunnel = await steps(over(sshd, onSocket(open.socket)));
  expect(tunnel.slice(4, 6)).toEqual(['ssh socket: ok', 'mysql mysql-login: ok']);
  expect(await steps(onSocket(join(open.folder, 'away.sock')))).toEqual(['mysql socket: failed']);
});

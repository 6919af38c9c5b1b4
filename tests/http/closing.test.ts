import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createServer } from '../../src/http/server/server.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';
import { serverParts } from './server-parts.ts';

/** Far above the time that closing takes, and far below the minute or more that a forgotten connection would cost. */
const SOON_MS = 20_000;

let world: ApiWorld;
let configurationId: string;

beforeAll(async () => {
  world = await openApiWorld();
  configurationId = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
});
afterAll(async () => await world.close());

/** A connection as bytes, with the server's output so far. */
interface Client {
  readonly socket: Socket;
  readonly said: () => string;
  readonly isClosed: () => boolean;
}

async function openClient(origin: string): Promise<Client> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  let [text, closed] = ['', false];
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  // A server that closes a half-sent request resets the connection.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  return { socket, said: () => text, isClosed: () => closed };
}

function head(method: string, path: string, ...more: string[]): string {
  const token = `authorization: Token ${world.tokens.superuser}`;
  return [`${method} ${path} HTTP/1.1`, 'host: localhost', token, ...more, '', ''].join('\r\n');
}

async function untilSaid({ said }: Client, text: string): Promise<void> {
  await waitFor(said, (received) => received.includes(text));
}

/** The client's actions on its connection before the server closes. */
const CONNECTIONS: Readonly<Record<string, (client: Client, server: FastifyInstance) => Promise<void>>> = {
  'that have sent nothing, as browsers open them in advance': async () => undefined,
  'with half of a request’s headers': async ({ socket }) => {
    socket.write('GET /healthz HTTP/1.1\r\nhost: loc');
  },
  'with half of a request’s body': async (client, server) => {
    const arrived = once(server.server, 'request');
    const length = ['content-type: application/json', 'content-length: 100'];
    client.socket.write(`${head('POST', `/api/v1/tickets/${configurationId}/check-in/`, ...length)}{"day":`);
    const [request] = await arrived;
    // Signed in: the server now reads the body.
    await waitFor(
      () => request.listenerCount('data'),
      (listeners) => listeners > 0,
    );
  },
  'that are kept for another request': async (client) => {
    client.socket.write(head('GET', '/healthz'));
    await untilSaid(client, 'HTTP/1.1 200');
  },
  'with half of a second request': async (client) => {
    client.socket.write(`${head('GET', '/healthz')}GET /healthz HTTP/1.1\r\n`);
    await untilSaid(client, 'HTTP/1.1 200');
  },
  'with an open stream': async (client) => {
    client.socket.write(head('GET', `${API}executions/stream/`));
    await untilSaid(client, 'retry: 3000');
  },
  'whose stream has ended': async (client) => {
    const id = await addExecution(world, configurationId, { finished_at: new Date() });
    client.socket.write(head('GET', `${API}executions/${id}/stream/`));
    await untilSaid(client, 'event: end');
    await untilSaid(client, '\r\n0\r\n\r\n');
  },
  'whose stream is not read': async (client, server) => {
    const arrived = once(server.server, 'request');
    client.socket.pause();
    client.socket.write(head('GET', `${API}executions/stream/`));
    const [, response] = await arrived;
    await waitFor(
      () => response.headersSent,
      (sent) => sent,
    );
    // More than the system buffers for a client, and less than the limit of the stream.
    await waitFor(
      () => {
        const waitingBytes = response.writableLength;
        if (waitingBytes <= 256 * 1024) response.write(`: ${'x'.repeat(512 * 1024)}\n\n`);
        return waitingBytes;
      },
      (waitingBytes) => waitingBytes > 256 * 1024,
    );
  },
};

describe('a server that closes ends connections', () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    test.each(Object.keys(CONNECTIONS))(`%s, on ${host}`, async (kind) => {
      const { db, log } = world.backend;
      const server = await createServer(serverParts(db, log));
      const origin = await listen(server, { host, port: 0 });
      const accepted = once(server.server, 'connection');
      const client = await openClient(origin.replace('localhost', '127.0.0.1'));
      try {
        await accepted;
        await CONNECTIONS[kind]?.(client, server);
        const closed = server.close().then(() => 'closed');
        expect(await Promise.race([closed, sleep(SOON_MS, 'still open', { ref: false })])).toBe('closed');
        client.socket.resume();
        await waitFor(client.isClosed, (isClosed) => isClosed);
      } finally {
        client.socket.destroy();
        await server.close();
      }
    });
  }

  test('of both addresses of localhost', async () => {
    const { db, log } = world.backend;
    const server = await createServer(serverParts(db, log));
    const { port } = new URL(await listen(server, { host: 'localhost', port: 0 }));
    const addresses = server.addresses().map((bound) => (typeof bound === 'string' ? bound : bound.address));
    const clients = [];
    for (const address of addresses) {
      const socket = connect(Number(port), address).on('error', () => undefined);
      await once(socket, 'connect');
      clients.push(socket);
    }
    const ended = clients.map(async (socket) => await once(socket, 'close'));
    await server.close();
    expect(await Promise.race([Promise.all(ended), sleep(SOON_MS, 'still open', { ref: false })])).not.toBe(
      'still open',
    );
  });
});

test('a running request is answered when the server closes, and is the last on its connection', async () => {
  const { db, log } = world.backend;
  const server = await createServer(serverParts(db, log));
  const client = await openClient(await listen(server, { host: '127.0.0.1', port: 0 }));
  let closed: Promise<void> | undefined;
  await inTransaction(db, async (tx) => {
    await tx.query('lock table sync_configurations in access exclusive mode');
    client.socket.write(head('GET', `${API}configurations/${configurationId}/`));
    await waitFor(
      async () =>
        (
          await db.query(
            `select from pg_locks
             where not granted and database = (select oid from pg_database where datname = current_database())`,
          )
        ).rowCount,
      (waiting) => waiting === 1,
    );
    closed = server.close();
  });
  await closed;
  await waitFor(client.isClosed, (isClosed) => isClosed);
  expect(client.said()).toContain('HTTP/1.1 200 OK');
  expect(client.said().toLowerCase()).toContain('connection: close');
  expect(client.said()).toContain('"woocommerce_product_id":173911');
});

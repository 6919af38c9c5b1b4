import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

/** Replies that replace those of a healthy server. */
export interface PostgresScript {
  /** Offers TLS with this certificate; without one it offers no TLS. */
  readonly certificate?: Certificate;
  /** How the client must authenticate; absent if it need not. */
  readonly asks?: 'scram' | 'password';
  /** Ends the start with this error. */
  readonly refuses?: { readonly state: string; readonly message: string };
  /** The single row that answers every statement. */
  readonly row?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server that sends the replies of a script. */
export interface FakePostgres {
  readonly port: number;
  stop(): Promise<void>;
}

const SSL_REQUEST = 80_877_103;
const AUTHENTICATION = { ok: 0, password: 3, scram: 10, scramContinues: 11 };
const TEXT_TYPE = 25;

export async function startFakePostgres(script: PostgresScript): Promise<FakePostgres> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      if (first.readUInt32BE(4) !== SSL_REQUEST) return start(socket, script);
      socket.write(script.certificate === undefined ? 'N' : 'S');
      if (script.certificate === undefined) return;
      const { key, certificate: cert } = script.certificate;
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on('error', () => undefined);
      secure.once('data', () => start(secure, script));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function start(stream: Socket, { asks, refuses, row }: PostgresScript): void {
  const refuse = (): void => {
    stream.end(errorMessage(refuses ?? { state: 'XX000', message: 'no script' }));
  };
  if (asks === 'scram') challenge(stream);
  else if (asks === 'password') {
    stream.write(authentication(AUTHENTICATION.password));
    stream.once('data', refuse);
  } else if (row === undefined) refuse();
  else answerWith(stream, row);
}

/** @source RFC 5802: the server's nonce begins with the client's */
function challenge(stream: Socket): void {
  stream.write(authentication(AUTHENTICATION.scram, 'SCRAM-SHA-256\0\0'));
  stream.once('data', (first: Buffer) => {
    const [, nonce = ''] = /r=([^,]+)/.exec(first.toString('latin1')) ?? [];
    stream.write(authentication(AUTHENTICATION.scramContinues, `r=${nonce}x,s=c2FsdA==,i=4096`));
  });
}

function answerWith(stream: Socket, row: Readonly<Record<string, string>>): void {
  const ready = message('Z', Buffer.from('I'));
  stream.write(Buffer.concat([authentication(AUTHENTICATION.ok), ready]));
  const answer = Buffer.concat([
    message('1', Buffer.alloc(0)),
    message('2', Buffer.alloc(0)),
    rowDescription(Object.keys(row)),
    dataRow(Object.values(row)),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  const done = Buffer.concat([message('C', Buffer.from('BEGIN\0')), ready]);
  // A simple statement arrives as Q, one with values ends with S; several may arrive at once.
  let unread: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 5 && unread.length > unread.readUInt32BE(1)) {
      const message = unread.subarray(0, unread.readUInt32BE(1) + 1).toString('latin1');
      unread = unread.subarray(message.length);
      if (/^Q.{4}(begin|commit|rollback)/s.test(message)) stream.write(done);
      else if (/^[QS]/.test(message)) stream.write(answer);
    }
  });
}

/** @source https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

function authentication(method: number, more = ''): Buffer {
  return message('R', Buffer.concat([number(4, method), Buffer.from(more)]));
}

function errorMessage({
  state,
  message: text,
}: {
  readonly state: string;
  readonly message: string;
}): Buffer {
  return message('E', Buffer.from(`SFATAL\0VFATAL\0C${state}\0M${text}\0\0`));
}

function rowDescription(names: readonly string[]): Buffer {
  const fields = names.map((name) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      number(4, 0),
      number(2, 0),
      number(4, TEXT_TYPE),
      Buffer.from([255, 255, 255, 255, 255, 255]),
      number(2, 0),
    ]),
  );
  return message('T', Buffer.concat([number(2, names.length), ...fields]));
}

function dataRow(values: readonly string[]): Buffer {
  const cells = values.map((value) =>
    Buffer.concat([number(4, Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return message('D', Buffer.concat([number(2, values.length), ...cells]));
}

function number(bytes: 2 | 4, value: number): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}

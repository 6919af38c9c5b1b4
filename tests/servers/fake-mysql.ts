import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

/** What a script sends to one client that connects. Each call is one packet of MySQL's protocol. */
export interface Talk {
  /** The greeting: names the plugin, and may offer TLS. */
  greet(plugin: string, options?: { readonly tls?: boolean; readonly followedBy?: Buffer }): void;
  /** The next packet of the client; the first one starts TLS if the client asks for it. */
  hear(): Promise<Buffer>;
  switchTo(plugin: string): void;
  /** AuthNextFactor, the packet of multi-factor authentication. */
  nextFactor(plugin: string): void;
  more(data: Buffer): void;
  /** A packet with any content. */
  say(payload: Buffer): void;
  /** Bytes outside of any packet. */
  sayRaw(bytes: Buffer): void;
  ok(): void;
  readonly publicKeyPem: Buffer;
}

export type Script = (talk: Talk) => Promise<void>;

/** A hostile MySQL server: it has its own keys and keeps each byte that it receives. */
export interface FakeMysql {
  readonly port: number;
  readonly connections: number;
  /** All bytes from clients, without TLS. */
  readonly received: number;
  /** The SPKI of the RSA key, as base64. */
  readonly rsaKey: string;
  play(script: Script): void;
  /** The ways in which the server can read this password in the bytes that it received; none if it cannot. */
  waysToRead(password: string): readonly string[];
  stop(): Promise<void>;
}

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const RSA_BYTES = 256;
const FLAGS = { connectWithDb: 0x8, protocol41: 0x200, ssl: 0x800, transactions: 0x2000 };
const SECURE_CONNECTION = 0x8000;
const PLUGIN_AUTH = 0x80000;
const PLUGIN_AUTH_LENENC = 0x200000;
const MULTI_FACTOR = 0x10000000;
const SSL_REQUEST_BYTES = 32;

export async function startFakeMysql(certificate: Certificate | null): Promise<FakeMysql> {
  const received: Buffer[] = [];
  const scrambles: Buffer[] = [];
  const sockets = new Set<Socket>();
  let script: Script = async (talk) => talk.greet('mysql_native_password');
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    // A client that closes the connection ends its script.
    script(talkOver(socket, certificate, received, scrambles)).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    get received() {
      return received.reduce((sum, { length }) => sum + length, 0);
    },
    rsaKey: RSA.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    play: (next) => {
      script = next;
      received.length = 0;
      scrambles.length = 0;
      connections = 0;
    },
    waysToRead: (password) => waysToRead(password, received, scrambles),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function talkOver(
  socket: Socket,
  certificate: Certificate | null,
  received: Buffer[],
  scrambles: Buffer[],
): Talk {
  let stream: Duplex = socket;
  let sequence = 0;
  const packet = (payload: Buffer): Buffer => {
    const head = Buffer.from([payload.length & 255, payload.length >> 8, 0, sequence]);
    sequence = (sequence + 1) & 255;
    return Buffer.concat([head, payload]);
  };
  const say = (payload: Buffer): void => void stream.write(packet(payload));
  const newScramble = (): Buffer => {
    // Without a NUL, as from a real server.
    const scramble = Buffer.from(randomBytes(20).map((byte) => (byte % 127) + 1));
    scrambles.push(scramble);
    return scramble;
  };
  const named = (mark: number, plugin: string): void =>
    say(Buffer.concat([Buffer.from([mark]), Buffer.from(`${plugin}\0`), newScramble(), Buffer.from([0])]));
  const hear = async (): Promise<Buffer> => {
    const head = await take(stream, 4);
    const payload = await take(stream, head.readUIntLE(0, 3));
    sequence = (head.readUInt8(3) + 1) & 255;
    received.push(payload);
    const asksForTls = payload.length === SSL_REQUEST_BYTES && (payload.readUInt32LE(0) & FLAGS.ssl) !== 0;
    if (!asksForTls || certificate === null || stream !== socket) return payload;
    const secure = new TLSSocket(socket, {
      isServer: true,
      key: certificate.key,
      cert: certificate.certificate,
    });
    secure.on('error', () => undefined);
    stream = secure;
    return await hear();
  };
  return {
    greet: (plugin, { tls = certificate !== null, followedBy } = {}) => {
      const greeting = packet(greetingOf(plugin, newScramble(), tls));
      stream.write(followedBy === undefined ? greeting : Buffer.concat([greeting, packet(followedBy)]));
    },
    hear,
    switchTo: (plugin) => named(0xfe, plugin),
    nextFactor: (plugin) => named(0x02, plugin),
    more: (data) => say(Buffer.concat([Buffer.from([1]), data])),
    say,
    sayRaw: (bytes) => void stream.write(bytes),
    ok: () => say(Buffer.from([0, 0, 0, 2, 0, 0, 0])),
    publicKeyPem: Buffer.from(RSA.publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

/** @source https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
function greetingOf(plugin: string, scramble: Buffer, tls: boolean): Buffer {
  const plain = FLAGS.connectWithDb | FLAGS.protocol41 | FLAGS.transactions | SECURE_CONNECTION;
  const flags = plain | PLUGIN_AUTH | PLUGIN_AUTH_LENENC | MULTI_FACTOR | (tls ? FLAGS.ssl : 0);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt16LE(flags & 0xffff, 0);
  numbers.writeUInt8(45, 2);
  numbers.writeUInt16LE(2, 3);
  numbers.writeUInt16LE(flags >>> 16, 5);
  numbers.writeUInt8(21, 7);
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.0.36\0'),
    Buffer.from([7, 0, 0, 0]),
    scramble.subarray(0, 8),
    Buffer.from([0]),
    numbers,
    Buffer.alloc(10),
    scramble.subarray(8),
    Buffer.from([0]),
    Buffer.from(`${plugin}\0`),
  ]);
}

async function take(stream: Duplex, bytes: number): Promise<Buffer> {
  if (bytes === 0) return Buffer.alloc(0);
  for (;;) {
    const chunk: unknown = stream.read(bytes);
    if (chunk instanceof Buffer && chunk.length === bytes) return chunk;
    if (stream.readableEnded || stream.destroyed) throw new Error('the client hung up');
    await Promise.race([once(stream, 'readable'), once(stream, 'close')]);
  }
}

/** Tries everything that a server with its own keys can do with the bytes that it received. */
function waysToRead(
  password: string,
  received: readonly Buffer[],
  scrambles: readonly Buffer[],
): readonly string[] {
  const found: string[] = [];
  const look = (how: string, bytes: Buffer): void => {
    if (bytes.includes(password)) found.push(how);
    // Masked with the scramble, starting at any of its positions.
    for (const scramble of scrambles) {
      for (let shift = 0; shift < scramble.length; shift += 1) {
        const clear = Buffer.from(bytes.map((byte, at) => byte ^ Number(scramble[(at + shift) % 20])));
        if (clear.includes(password)) found.push(`${how}, masked`);
      }
    }
  };
  look('in clear', Buffer.concat(received));
  for (const payload of received) {
    look('in clear', payload);
    for (let at = 0; at + RSA_BYTES <= payload.length; at += 1) {
      const decrypted = decrypt(payload.subarray(at, at + RSA_BYTES));
      if (decrypted !== null) look('under its own key', decrypted);
    }
  }
  return [...new Set(found)];
}

function decrypt(bytes: Buffer): Buffer | null {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: RSA.privateKey, padding, oaepHash: 'sha1' }, bytes);
  } catch {
    return null;
  }
}

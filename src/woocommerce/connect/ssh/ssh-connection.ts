import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type Client, type ClientChannel, type ParsedKey } from 'ssh2';
import { throwIfAborted } from '../../../kernel/errors.ts';
import type { Secret } from '../../../kernel/secrets/secret.ts';
import { serverAt } from '../../../kernel/sentences/sentence.ts';
import type { ConnectAttempt, Hop } from '../connect-step.ts';
import { openSocket } from '../open-socket.ts';
import { within } from '../within.ts';
import { algorithmsFor, changedHostKey, parseHostKey, toHostKey, unknownHostKey } from './host-key.ts';
import { type Behind, lostSsh, noAnswer, type SshPhase, toSshError } from './ssh-errors.ts';
import { readPrivateKey } from './ssh-key.ts';

/** One SSH host, and our sign-in there. */
export interface SshHop {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: Secret | null;
  readonly privateKey: Secret | null;
  readonly passphrase: Secret | null;
  /** The confirmed key. Null if there is none yet: then nothing secret may be sent. */
  readonly hostKey: string | null;
}

export interface SshSettings {
  readonly target: SshHop;
  /** The host through which the target is reached. */
  readonly jump: SshHop | null;
  readonly connectTimeoutMs: number;
  /** The interval between keepalive messages. Three of them may stay unanswered. */
  readonly keepAliveMs?: number;
}

const KEEP_ALIVE_MS = 10_000;
const DEAF_TIMES = 3;

/** An SSH connection, directly or over a jump host. It is lost if the connection to either host is lost. */
export class SshConnection {
  readonly #client: Client;
  readonly #at: SshHop;
  readonly #before: SshConnection | null;
  readonly #onClose = new Set<(error: unknown) => void>();
  #lost: { readonly reason: unknown } | null = null;

  constructor(client: Client, at: SshHop, before: SshConnection | null) {
    this.#client = client;
    this.#at = at;
    this.#before = before;
    client.on('error', (error: unknown) => this.#end(toSshError(error, 'open', at)));
    client.on('close', () => this.#end(lostSsh(at)));
    before?.onClose((error) => this.#end(error));
  }

  /** The name of the SSH host in errors. */
  get at(): SshHop {
    return this.#at;
  }

  get isOpen(): boolean {
    return this.#lost === null;
  }

  onClose(listener: (error: unknown) => void): void {
    if (this.#lost === null) this.#onClose.add(listener);
    else listener(this.#lost.reason);
  }

  /**
   * Opens a stream to a port as seen from the SSH host.
   * @throws config `store.forwarding-refused`; unavailable `store.unreachable`, `store.connection-lost`; aborted
   */
  async forward(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<Duplex> {
    return await this.#open<ClientChannel>(
      'forward',
      (done) => this.#client.forwardOut('127.0.0.1', 0, host, port, done),
      timeoutMs,
      signal,
      { host, port },
    );
  }

  /**
   * Opens a stream to a Unix socket of the SSH host.
   * @throws config `store.forwarding-refused`, for any reason; unavailable `store.connection-lost`; aborted
   */
  async forwardToSocket(socket: string, timeoutMs: number, signal: AbortSignal): Promise<Duplex> {
    return await this.#open<ClientChannel>(
      'socket',
      (done) => this.#client.openssh_forwardOutStreamLocal(socket, done),
      timeoutMs,
      signal,
      { host: this.#at.host, port: this.#at.port, socket },
    );
  }

  /** @throws config `store.exec-refused`; unavailable `store.connection-lost`; aborted */
  async exec(command: string, timeoutMs: number, signal: AbortSignal): Promise<ClientChannel> {
    return await this.#open('exec', (done) => this.#client.exec(command, done), timeoutMs, signal, this.#at);
  }

  close(): void {
    this.#end(lostSsh(this.#at));
  }

  async #open<Stream extends Duplex>(
    phase: SshPhase,
    start: (done: (error: Error | undefined, channel: Stream) => void) => void,
    timeoutMs: number,
    signal: AbortSignal,
    behind: Behind,
  ): Promise<Stream> {
    throwIfAborted(signal);
    if (this.#lost !== null) throw this.#lost.reason;
    let onLost: ((error: unknown) => void) | undefined;
    const opening = new Promise<Stream>((resolve, reject) => {
      onLost = reject;
      this.#onClose.add(reject);
      start((error, channel) => {
        if (error) reject(toSshError(error, phase, this.#at, behind));
        else resolve(channel);
      });
    });
    try {
      const tooLate = (waitedMs: number) => noAnswer(waitedMs, behind);
      return await within(opening, timeoutMs, signal, tooLate, (late) => void late.destroy());
    } finally {
      if (onLost !== undefined) this.#onClose.delete(onLost);
    }
  }

  #end(reason: unknown): void {
    if (this.#lost !== null) return;
    this.#lost = { reason };
    this.#client.end();
    this.#client.destroy();
    this.#before?.close();
    for (const listener of this.#onClose) listener(reason);
    this.#onClose.clear();
  }
}

/**
 * Connects to an SSH host, through a jump host if there is one. A host with an unconfirmed or changed key gets
 * only the beginning of a handshake.
 *
 * @throws unavailable `store.ssh-unreachable`, `store.connect-timeout`, `store.connection-lost`; config
 *   `store.not-ssh`, `store.ssh-handshake`, `store.host-key-unknown`, `store.host-key-changed`,
 *   `store.ssh-auth-failed`, `store.ssh-key-*`, `store.forwarding-refused`, `store.address-refused`; aborted
 */
export async function connectSsh(settings: SshSettings, attempt: ConnectAttempt): Promise<SshConnection> {
  const { target, jump, connectTimeoutMs } = settings;
  const first = jump ?? target;
  const hop = jump === null ? 'ssh' : 'jump';
  const socket = await openSocket(
    { host: first.host, port: first.port, hop, timeoutMs: connectTimeoutMs },
    attempt,
  ).catch((error: unknown) => {
    throw toSshError(error, 'silence', first);
  });
  const connection = await shakeHands(first, hop, socket, null, settings, attempt);
  if (jump === null) return connection;
  try {
    attempt.onStep('forward', 'jump');
    const stream = await connection.forward(target.host, target.port, connectTimeoutMs, attempt.signal);
    return await shakeHands(target, 'ssh', stream, connection, settings, attempt);
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function shakeHands(
  ssh: SshHop,
  hop: Hop,
  stream: Duplex,
  before: SshConnection | null,
  settings: SshSettings,
  attempt: ConnectAttempt,
): Promise<SshConnection> {
  const client = new ssh2.Client();
  let phase: SshPhase = stream.readableLength > 0 ? 'hello' : 'silence';
  onFirstBytes(stream, () => {
    phase = 'hello';
  });
  const close = (): void => {
    client.on('error', () => undefined);
    client.destroy();
    stream.destroy();
  };
  try {
    const key = ssh.privateKey === null ? null : readPrivateKey(ssh.privateKey, ssh.passphrase);
    attempt.onStep('ssh-hello', hop);
    const ready = new Promise<void>((resolve, reject) => {
      const fail = (error: unknown): void => reject(toSshError(error, phase, ssh));
      client.once('handshake', () => {
        phase = 'auth';
        attempt.onStep('ssh-auth', hop);
      });
      client.once('ready', resolve);
      client.on('error', fail);
      client.once('close', () => reject(lostSsh(ssh)));
      client.connect({
        sock: stream as never,
        username: ssh.username,
        // Servers other than OpenSSH get the same request for sockets, and refuse it themselves.
        strictVendor: false,
        readyTimeout: 0,
        keepaliveInterval: settings.keepAliveMs ?? KEEP_ALIVE_MS,
        keepaliveCountMax: DEAF_TIMES,
        authHandler: authMethods(ssh, key),
        ...hostKeyCheck(ssh, hop, fail),
      });
    });
    const budgetMs = settings.connectTimeoutMs;
    await within(ready, budgetMs, attempt.signal, (waitedMs) => noAnswer(waitedMs, ssh));
    return new SshConnection(client, ssh, before);
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Calls back at the first bytes, because the library does not report whether a stream that ended early received
 * any.
 */
function onFirstBytes(stream: Duplex, onBytes: () => void): void {
  const push = stream.push.bind(stream);
  stream.push = (...given) => {
    if (given[0] !== null) {
      stream.push = push;
      onBytes();
    }
    return push(...given);
  };
}

function hostKeyCheck(ssh: SshHop, hop: Hop, fail: (error: unknown) => void) {
  const pinned = ssh.hostKey === null ? null : parseHostKey(ssh.hostKey);
  return {
    hostVerifier: (blob: Buffer): boolean => {
      const key = toHostKey(blob);
      if (ssh.hostKey !== null && pinned?.line === key.line) return true;
      const server = serverAt(ssh.host, ssh.port);
      fail(
        ssh.hostKey === null ? unknownHostKey(hop, server, key) : changedHostKey(hop, server, key, pinned),
      );
      return false;
    },
    algorithms: { serverHostKey: algorithmsFor(pinned?.type ?? null) },
  };
}

/**
 * The sign-in methods in order: the key, the password, and the password again if the host asks for it in a
 * dialogue. A prompt that shows its input asks for something else and gets no answer.
 */
function authMethods(ssh: SshHop, key: ParsedKey | null): AnyAuthMethod[] {
  const { username } = ssh;
  const methods: AnyAuthMethod[] = [];
  if (key !== null) methods.push({ type: 'publickey', username, key });
  if (ssh.password !== null) {
    const password = ssh.password.reveal();
    methods.push({ type: 'password', username, password });
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) =>
        finish(prompts.map(({ echo }) => (echo === true ? '' : password))),
    });
  }
  return methods.length > 0 ? methods : [{ type: 'none', username }];
}

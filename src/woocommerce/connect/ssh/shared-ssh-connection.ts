import { throwIfAborted } from '../../../kernel/errors.ts';
import type { ConnectAttempt } from '../connect-step.ts';
import { connectSsh, type SshConnection, type SshSettings } from './ssh-connection.ts';

/** A connection that is unused for this long is closed. The next use connects again. */
const IDLE_MS = 120_000;

/**
 * The one SSH connection of a store, which all of its connections share. It opens when it is first needed, and
 * again after it was lost.
 */
export class SharedSshConnection {
  readonly #settings: SshSettings;
  readonly #idleMs: number;
  readonly #onLost: () => void;
  #open: Promise<SshConnection> | null = null;
  #idle: NodeJS.Timeout | null = null;
  #uses = 0;

  /** @param onLost called if the connection ended unexpectedly */
  constructor(settings: SshSettings, onLost: () => void = () => undefined, idleMs = IDLE_MS) {
    this.#settings = settings;
    this.#onLost = onLost;
    this.#idleMs = idleMs;
  }

  /** @throws what `connectSsh` throws */
  async connect(attempt: ConnectAttempt): Promise<SshConnection> {
    throwIfAborted(attempt.signal);
    const before = this.#open;
    if (before !== null) {
      const [result] = await Promise.allSettled([before]);
      if (result.status === 'fulfilled' && result.value.isOpen) return result.value;
      if (this.#open === before) this.#open = null;
    }
    this.#open ??= this.#reconnect(attempt);
    return await this.#open;
  }

  async #reconnect(attempt: ConnectAttempt): Promise<SshConnection> {
    const connection = await connectSsh(this.#settings, attempt);
    const opened = this.#open;
    connection.onClose(() => {
      // An intended close has cleared the field before.
      if (this.#open !== null && this.#open === opened) this.#onLost();
    });
    return connection;
  }

  /** Counts the users of the connection. Without any, the connection closes itself. */
  use(): () => void {
    this.#uses += 1;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#uses -= 1;
      if (this.#uses > 0 || this.#open === null) return;
      this.#idle = setTimeout(() => void this.close(), this.#idleMs);
      this.#idle.unref();
    };
  }

  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const opened = this.#open;
    this.#open = null;
    if (opened === null) return;
    const [result] = await Promise.allSettled([opened]);
    if (result.status === 'fulfilled') result.value.close();
  }
}

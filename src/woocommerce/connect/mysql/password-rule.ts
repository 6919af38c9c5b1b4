import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import {
  changedServerKey,
  parseServerKey,
  type ServerKey,
  signInRefused,
  toServerKey,
  unknownServerKey,
} from './server-key.ts';

/** A person's decision about a database server without a trusted certificate and without SSH. */
export interface ServerTrust {
  /** The pinned key; null if there is none. */
  readonly serverKey: string | null;
  /**
   * Called instead of refusing, for connections that version 0.1 allowed: the password is sent to a server with
   * an unconfirmed key. Null to refuse.
   */
  readonly onUnverified: ((key: ServerKey) => void) | null;
}

export const NO_PINNED_KEY: ServerTrust = { serverKey: null, onUnverified: null };

/** The connection on which a server requests a readable password. */
export interface PasswordWay {
  /** true if the bytes stay on this machine, or travel inside SSH to a host with a confirmed key. */
  readonly isPrivate: boolean;
  /** The name or address that the certificate must contain. */
  readonly host: string;
  /** The name of the server in errors: host and port, or the socket. */
  readonly server: string;
}

/**
 * The one rule about readable passwords. A server may receive the password in a form that it can read if the
 * connection runs over SSH or stays on this machine, if a trusted authority issued its TLS certificate for this
 * host, or if it presented the pinned key. Each method returns in these cases and throws in all others.
 */
export class PasswordRule {
  readonly #way: PasswordWay;
  readonly #trust: ServerTrust;

  constructor(way: PasswordWay, trust: ServerTrust) {
    this.#way = way;
    this.#trust = trust;
  }

  /**
   * Allows the readable password on this TLS connection, or throws.
   * @throws config `store.server-key-unknown`, `store.server-key-changed`, `store.auth-not-supported`
   */
  requireTls(stream: TLSSocket): void {
    // A server that sends data before the handshake ends has no certificate yet.
    const offered = keyOfCertificate(stream);
    if (offered === null) throw signInRefused('asked for the password before TLS was established');
    if (this.#way.isPrivate || isVerified(stream, this.#way.host)) return;
    this.#requireKey(offered);
  }

  /**
   * Allows the password, encrypted with this key, on a plain connection, or throws.
   * @throws config `store.server-key-unknown`, `store.server-key-changed`
   */
  requireRsa(offered: ServerKey): void {
    if (!this.#way.isPrivate) this.#requireKey(offered);
  }

  /**
   * Checks a connection after the sign-in: a server with another key than the pinned one is refused, even if it
   * never requested the password.
   *
   * @throws config `store.server-key-changed`
   */
  requireSameServer(stream: unknown): void {
    const pinned = this.#pinned();
    if (pinned?.kind !== 'tls' || this.#way.isPrivate || !(stream instanceof TLSSocket)) return;
    const offered = keyOfCertificate(stream);
    if (offered === null || offered.fingerprint === pinned.fingerprint) return;
    if (!isVerified(stream, this.#way.host)) throw changedServerKey(offered, pinned, this.#way.server);
  }

  #requireKey(offered: ServerKey): void {
    const pinned = this.#pinned();
    if (pinned?.kind === offered.kind) {
      if (pinned.fingerprint === offered.fingerprint) return;
      throw changedServerKey(offered, pinned, this.#way.server);
    }
    const { serverKey, onUnverified } = this.#trust;
    if (serverKey !== null || onUnverified === null) throw unknownServerKey(offered, this.#way.server);
    onUnverified(offered);
  }

  #pinned() {
    return this.#trust.serverKey === null ? null : parseServerKey(this.#trust.serverKey);
  }
}

/** Whether a trusted authority issued the certificate, and for this host. */
function isVerified(stream: TLSSocket, host: string): boolean {
  return stream.authorized && checkServerIdentity(host, stream.getPeerCertificate()) === undefined;
}

function keyOfCertificate(stream: TLSSocket): ServerKey | null {
  // Not getPeerX509Certificate(): it removes the certificate from the session, so that a second call finds
  // none.
  const { raw } = stream.getPeerCertificate() ?? {};
  if (raw === undefined) return null;
  const { publicKey } = new X509Certificate(raw);
  return toServerKey('tls', publicKey.export({ type: 'spki', format: 'der' }));
}

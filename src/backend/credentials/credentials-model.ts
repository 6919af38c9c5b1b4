import type { Secret } from '../../kernel/secrets/secret.ts';
import {
  CONNECTION_SECRETS,
  type PlainTransport,
  type TextEncoding,
  type TlsMode,
  type Transport,
} from '../../vocabulary/credentials.ts';

/** The secrets of a set; each is stored in a column of this name with the suffix `_sealed`. */
export const SECRET_NAMES = ['password', ...CONNECTION_SECRETS] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** Null if none is kept. */
export type Secrets = Readonly<Record<SecretName, Secret | null>>;

export interface SshHost {
  readonly host: string;
  readonly port: number;
  readonly username: string;
}

/** The settings of a connection to a store that a person chooses, without secrets. */
export interface CredentialsSettings {
  readonly name: string;
  readonly transport: Transport;
  /** The database, as seen from the end of the transport. */
  readonly host: string;
  readonly port: number;
  /** The path of its Unix socket, if it is not reached over TCP. Then the host is localhost. */
  readonly socket: string | null;
  readonly username: string;
  readonly database: string;
  /** Null means the only set of WordPress tables in the database. */
  readonly tablePrefix: string | null;
  readonly textEncoding: TextEncoding;
  /** The meta with an order's number; null means only those of known plugins. */
  readonly orderNumberMeta: string | null;
  readonly tlsMode: TlsMode;
  /** PEM; null means the certificate authorities of the system. */
  readonly tlsCa: string | null;
  /** Our own certificate in PEM, if the server asks for one. Its key is the secret `tls_key`. */
  readonly tlsCertificate: string | null;
  readonly ssh: SshHost | null;
  readonly jump: SshHost | null;
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
  readonly statementLimitS: number;
  readonly rowsPerSecond: number | null;
  readonly maxConcurrentSyncs: number;
  /** The seconds an hour that the store may spend before live mode slows down; null means no ceiling. */
  readonly liveCeilingSeconds: number | null;
  /** The seconds of the store's server that the sweeps of all its configurations may take together, each time. */
  readonly sweepSeconds: number;
}

export const DEFAULT_LIMITS = {
  connectTimeoutMs: 10_000,
  maxConnections: 2,
  statementLimitS: 120,
  rowsPerSecond: null,
  maxConcurrentSyncs: 4,
  liveCeilingSeconds: null,
  sweepSeconds: 1,
} as const;

/** The defaults of a set of credentials. */
export const DEFAULT_SETTINGS = {
  tablePrefix: null,
  textEncoding: 'auto',
  orderNumberMeta: null,
  tlsMode: 'off',
  tlsCa: null,
  tlsCertificate: null,
  ssh: null,
  jump: null,
  ...DEFAULT_LIMITS,
} as const;

/** A stored set of credentials. Of its secrets it only says which ones exist. */
export interface Credentials extends CredentialsSettings {
  readonly id: string;
  readonly origin: 'saved' | 'command_line' | 'environment';
  readonly has: Readonly<Record<SecretName, boolean>>;
  /** The pinned host keys, each as type and base64, as in known_hosts. */
  readonly sshHostKey: string | null;
  readonly jumpHostKey: string | null;
  /** The pinned key of the database server: the word `rsa` or `tls`, and the SPKI in DER as base64. */
  readonly mysqlServerKey: string | null;
  /**
   * true if version 0.1 made the set and nobody has edited it since. For one release it may sign in without a
   * server key.
   */
  readonly maySignInUnverified: boolean;
  /** The time since when the password has been sent to a server with an unconfirmed key; null if it is not. */
  readonly unverifiedAuthSinceUtc: Date | null;
  readonly isActive: boolean;
  readonly isDefault: boolean;
  readonly lastTransport: PlainTransport | null;
  readonly lastTestedAtUtc: Date | null;
  readonly lastTestSuccess: boolean | null;
  readonly lastTestResult: unknown;
}

/** A set of credentials with its secrets. */
export interface OpenedCredentials {
  readonly credentials: Credentials;
  readonly secrets: Secrets;
}

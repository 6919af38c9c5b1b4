import type { OpenedCredentials, Secrets } from '../backend/credentials/credentials-model.ts';
import type { Database } from '../backend/database.ts';
import type { AskStores } from '../configurations/ask-store.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import type { AlertOperations } from '../tasks/alert-operations.ts';
import type { Carrier } from '../tasks/carriers/carrier.ts';
import type { StoreTest } from '../tasks/test-connection.ts';
import type { PlainTransport } from '../vocabulary/credentials.ts';
import type { Language } from '../vocabulary/people.ts';

/** One step of connecting to a store. */
interface ConnectionStep {
  readonly step: string;
  readonly hop: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly durationMs: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly found: string | null;
}

/** The steps of a connection to a store, with their results. */
export interface ConnectionTest extends StoreTest {
  readonly transport: PlainTransport | null;
  readonly durationMs: number;
  readonly steps: readonly ConnectionStep[];
  readonly hostKey: {
    readonly hop: 'ssh' | 'jump';
    readonly type: string;
    readonly fingerprint: string;
    readonly line: string;
    readonly pinned: string | null;
  } | null;
  readonly serverKey: {
    readonly kind: 'rsa' | 'tls';
    readonly fingerprint: string;
    readonly line: string;
    readonly pinned: string | null;
  } | null;
}

interface StoreProduct {
  readonly wooProductId: number;
  readonly title: string;
  readonly sourceStatus: string;
  readonly startsAtUtc: Date | null;
  readonly orders: number;
  readonly tickets: number;
  /** The product that it translates; null if it is not a translation. */
  readonly translationOf: number | null;
}

/** The name of a step, and the meaning and remedy of a code, in one language. */
interface ConnectionWords {
  label(step: string, hop: string): string;
  advice(code: string): { readonly means: string; readonly todo: string };
}

/** The API's queries to stores. Each one answers within seconds, or throws. */
export interface StoreAccess extends AskStores {
  /** Tests the connection of a saved set step by step, and reports every failure. */
  testStored(credentialsId: string, signal: AbortSignal): Promise<ConnectionTest>;
  /** The same for a set that is not saved. */
  test(opened: OpenedCredentials, signal: AbortSignal): Promise<ConnectionTest>;
  /** @throws unavailable, config `store.*` */
  products(credentialsId: string, signal: AbortSignal): Promise<readonly StoreProduct[]>;
  words(language: Language): ConnectionWords;
  /** The private key, and the line with the public key for `authorized_keys`. */
  newKeyPair(setName: string): { readonly privateKey: Secret; readonly publicLine: string };
  /** @throws config `store.ssh-key-unreadable`, `store.ssh-key-type`, `store.ssh-key-passphrase` */
  requireUsableKeys(given: Partial<Secrets>): void;
}

/** Everything that the operations of the API may use. */
export interface ApiDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** The address of the service, without a trailing slash. Null means the address that the client used. */
  readonly publicUrl: string | null;
  /** False if SMTP_URL is not set, so that Taquilla sends no e-mail. */
  readonly sendsMail: boolean;
  /** The IANA zone of new configurations and of the present date. */
  readonly timezone: string;
  /** How often an execution is retried after its first attempt. */
  readonly maxRetries: number;
  /** Queries stores. Null if that is not possible here; then no configuration can be created or tested. */
  readonly stores: StoreAccess | null;
  readonly alerts: AlertOperations;
  /** The keys that seal the secrets of credentials. @throws config `config.secret-key-…` */
  readonly secretKey: () => Promise<Secret>;
  /** Null if there is no queue to show. */
  readonly carrier: Pick<Carrier, 'counts' | 'purge'> | null;
  readonly version: string;
}

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

/** One step of the way to a store. */
interface ConnectionStep {
  readonly step: string;
  readonly hop: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly durationMs: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly found: string | null;
}

/** How a way to a store was gone, step by step. */
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
  /** The product that it is a translation of; null: of none. */
  readonly translationOf: number | null;
}

/** What a step is called, and what a code means and asks for, in one language. */
interface ConnectionWords {
  label(step: string, hop: string): string;
  advice(code: string): { readonly means: string; readonly todo: string };
}

/** All that the API asks of stores. Each answers within seconds, or throws. */
export interface StoreAccess extends AskStores {
  /** Goes the way of a saved set step by step, whatever fails on it. */
  testStored(credentialsId: string, signal: AbortSignal): Promise<ConnectionTest>;
  /** The same for one that is not saved so. */
  test(opened: OpenedCredentials, signal: AbortSignal): Promise<ConnectionTest>;
  /** @throws unavailable, config `store.*` */
  products(credentialsId: string, signal: AbortSignal): Promise<readonly StoreProduct[]>;
  words(language: Language): ConnectionWords;
  /** The private half, and the line with the public one for `authorized_keys`. */
  newKeyPair(setName: string): { readonly privateKey: Secret; readonly publicLine: string };
  /** @throws config `store.ssh-key-unreadable`, `store.ssh-key-type`, `store.ssh-key-passphrase` */
  requireUsableKeys(given: Partial<Secrets>): void;
}

/** All that the operations of the API may use. */
export interface ApiDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** Without a slash at its end; null: the address that the client asked. */
  readonly publicUrl: string | null;
  /** false: SMTP_URL is not set, so Taquilla sends no mail. */
  readonly sendsMail: boolean;
  /** IANA zone: of new configurations, and of what counts as today. */
  readonly timezone: string;
  /** Attempts after the first one of an execution. */
  readonly maxRetries: number;
  /** null: no store can be asked; then no configuration can be made here, and nothing be tested. */
  readonly stores: StoreAccess | null;
  readonly alerts: AlertOperations;
  /** What seals the secrets of credentials. @throws config `config.secret-key-…` */
  readonly secretKey: () => Promise<Secret>;
  /** null: there is no queue, and nothing is shown of one. */
  readonly carrier: Pick<Carrier, 'counts' | 'purge'> | null;
  readonly version: string;
}

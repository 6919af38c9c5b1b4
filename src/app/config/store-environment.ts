import { z } from 'zod';
import type { EnvironmentStore } from '../../backend/credentials/environment-credentials.ts';
import {
  DATABASE_PLACE_FAULTS,
  HOST_ALONE_FAULT,
  isHostAlone,
  readDatabasePlace,
} from '../../kernel/addresses/database-host.ts';
import { PINNED_SERVER_KEY } from '../../kernel/secrets/key-fingerprint.ts';
import { type Secret, toSecret } from '../../kernel/secrets/secret.ts';
import { META_NAME } from '../../vocabulary/credentials.ts';

const text = z.string().nullable().default(null);
const host = z.string().refine(isHostAlone, { error: HOST_ALONE_FAULT }).nullable().default(null);

function number(least: number, most: number, usual: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
    .default(usual);
}

/** The settings that describe a store. */
export const STORE_VARIABLES = z.object({
  WOOCOMMERCE_SSH_HOST: host,
  WOOCOMMERCE_SSH_PORT: number(1, 65_535, 22),
  WOOCOMMERCE_SSH_USERNAME: text,
  WOOCOMMERCE_SSH_PASSWORD: text,
  WOOCOMMERCE_SSH_PRIVATE_KEY_PASSPHRASE: text,
  WOOCOMMERCE_SSH_TIMEOUT: number(1, 120, 10),
  WOOCOMMERCE_MYSQL_HOST: text,
  WOOCOMMERCE_MYSQL_PORT: number(1, 65_535, 3306),
  WOOCOMMERCE_MYSQL_SOCKET: text,
  WOOCOMMERCE_MYSQL_DATABASE: text,
  WOOCOMMERCE_MYSQL_USERNAME: text,
  WOOCOMMERCE_MYSQL_PASSWORD: text,
  WOOCOMMERCE_MYSQL_TEXT_ENCODING: z
    .enum(['auto', 'utf8mb4'], { error: 'must be auto or utf8mb4' })
    .default('auto'),
  WOOCOMMERCE_ORDER_NUMBER_META: z
    .string()
    .regex(META_NAME, { error: 'may contain letters, digits, _ and - only, at most 191 of them' })
    .nullable()
    .default(null),
  WOOCOMMERCE_MYSQL_SERVER_KEY: z
    .string()
    .regex(PINNED_SERVER_KEY, {
      error: 'must be rsa or tls, a space, and the key or its fingerprint (SHA256:…)',
    })
    .nullable()
    .default(null),
});

const USUAL_HOST = '127.0.0.1';
const VARIABLE_OF = {
  host: 'WOOCOMMERCE_MYSQL_HOST',
  port: 'WOOCOMMERCE_MYSQL_PORT',
  socket: 'WOOCOMMERCE_MYSQL_SOCKET',
} as const;

interface ReadStore {
  /** Null if the environment describes no store. */
  readonly store: EnvironmentStore | null;
  readonly faults: readonly string[];
}

/** Reports all errors together, and never a value. A port or a time limit alone does not describe a store. */
export function readStoreEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  privateKey: Secret | null,
): ReadStore {
  const variables = Object.keys(STORE_VARIABLES.shape).map(
    (name) => [name, environment[name] || undefined] as const,
  );
  const parsed = STORE_VARIABLES.safeParse(Object.fromEntries(variables));
  if (!parsed.success) {
    return {
      store: null,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    };
  }
  const read = parsed.data;
  const sshHost = read.WOOCOMMERCE_SSH_HOST;
  const database = read.WOOCOMMERCE_MYSQL_DATABASE;
  const username = read.WOOCOMMERCE_MYSQL_USERNAME;
  const sshUsername = read.WOOCOMMERCE_SSH_USERNAME;
  const named = { host: read.WOOCOMMERCE_MYSQL_HOST, socket: read.WOOCOMMERCE_MYSQL_SOCKET };
  const parts = [sshHost, named.host, named.socket, database, username, read.WOOCOMMERCE_MYSQL_PASSWORD];
  if (parts.every((part) => part === null)) return { store: null, faults: [] };
  const place = readDatabasePlace(
    { host: named.host ?? undefined, port: read.WOOCOMMERCE_MYSQL_PORT, socket: named.socket },
    null,
    USUAL_HOST,
  );
  const faults = [
    ...('rule' in place ? [`${VARIABLE_OF[place.part]} ${DATABASE_PLACE_FAULTS[place.rule]}`] : []),
    ...(database === null ? ['WOOCOMMERCE_MYSQL_DATABASE must be set if a store is described'] : []),
    ...(username === null ? ['WOOCOMMERCE_MYSQL_USERNAME must be set if a store is described'] : []),
    ...(sshHost !== null && sshUsername === null
      ? ['WOOCOMMERCE_SSH_USERNAME must be set with WOOCOMMERCE_SSH_HOST']
      : []),
  ];
  if ('rule' in place || database === null || username === null || faults.length > 0) {
    return { store: null, faults };
  }
  const mysql = {
    ...place,
    database,
    username,
    password: toSecret(read.WOOCOMMERCE_MYSQL_PASSWORD),
  };
  const connectTimeoutMs = read.WOOCOMMERCE_SSH_TIMEOUT * 1000;
  const textEncoding = read.WOOCOMMERCE_MYSQL_TEXT_ENCODING;
  const orderNumberMeta = read.WOOCOMMERCE_ORDER_NUMBER_META;
  const serverKey = read.WOOCOMMERCE_MYSQL_SERVER_KEY;
  if (sshHost === null || sshUsername === null)
    return {
      store: { mysql, ssh: null, connectTimeoutMs, textEncoding, orderNumberMeta, serverKey },
      faults,
    };
  const ssh = {
    host: sshHost,
    port: read.WOOCOMMERCE_SSH_PORT,
    username: sshUsername,
    password: toSecret(read.WOOCOMMERCE_SSH_PASSWORD),
    privateKey,
    passphrase: toSecret(read.WOOCOMMERCE_SSH_PRIVATE_KEY_PASSPHRASE),
  };
  return { store: { mysql, ssh, connectTimeoutMs, textEncoding, orderNumberMeta, serverKey }, faults };
}

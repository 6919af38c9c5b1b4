import { z } from 'zod';
import {
  META_NAME,
  PLAIN_TRANSPORTS,
  SECRET_FIELDS,
  type SecretField,
  TEXT_ENCODINGS,
  TLS_MODES,
  TRANSPORTS,
  WEBHOOK_TOPICS,
} from '../vocabulary/credentials.ts';
import { listQuery, pageOf } from './page.ts';
import { anyText, idShape, instantShape, lineInput, textInput } from './scalars.ts';

const settings = {
  name: z.string(),
  transport: z.enum(TRANSPORTS),
  /** The database, as seen from the end of the transport. */
  mysql_host: z.string(),
  mysql_port: z.int(),
  /** The path of its Unix socket. Then the host is `localhost`, and the port is ignored. Null means TCP. */
  mysql_socket: z.string().nullable(),
  mysql_username: z.string(),
  mysql_database: z.string(),
  table_prefix: z.string().nullable(),
  /**
   * `auto`: UTF-8 that the store keeps in columns of `latin1` is recognised; `utf8mb4`: texts are used
   * unchanged.
   */
  text_encoding: z.enum(TEXT_ENCODINGS),
  /** The meta of an order with the order's number. It is read before those of known plugins. */
  order_number_meta: z.string().nullable(),
  tls_mode: z.enum(TLS_MODES),
  tls_ca: z.string().nullable(),
  tls_certificate: z.string().nullable(),
  ssh_host: z.string().nullable(),
  ssh_port: z.int().nullable(),
  ssh_username: z.string().nullable(),
  jump_host: z.string().nullable(),
  jump_port: z.int().nullable(),
  jump_username: z.string().nullable(),
  connect_timeout_ms: z.int(),
  max_connections: z.int(),
  statement_limit_s: z.int(),
  rows_per_second: z.int().nullable(),
  max_concurrent_syncs: z.int(),
  /** Seconds an hour that the store may spend before live mode slows down; null: no ceiling. */
  live_ceiling_seconds: z.int().nullable(),
  /** About how many seconds of the store's server the sweeps of all its configurations may take together, each time. */
  sweep_seconds: z.int(),
};

/** A reply shows of each secret only whether it exists. */
const hasSecret = Object.fromEntries(
  SECRET_FIELDS.map((field) => [`has_${field}`, z.boolean()]),
) as unknown as { readonly [Field in SecretField as `has_${Field}`]: z.ZodBoolean };

/** How a store is reached. */
export const credentialsShape = z.object({
  id: idShape,
  ...settings,
  ...hasSecret,
  /** The pinned host keys, each as type and base64, as in known_hosts. */
  ssh_host_key: z.string().nullable(),
  jump_host_key: z.string().nullable(),
  /** The confirmed key of the database server: the word `rsa` or `tls`, and the key as base64 (SPKI, DER). */
  mysql_server_key: z.string().nullable(),
  /** The fingerprint of the key: `SHA256:…`. */
  mysql_server_key_fingerprint: z.string().nullable(),
  /** When the password was first sent to a server with an unconfirmed key. A later release refuses that. */
  unverified_auth_since: instantShape.nullable(),
  origin: z.enum(['saved', 'command_line', 'environment']),
  /** true if the set comes from the environment. */
  is_read_only: z.boolean(),
  is_active: z.boolean(),
  is_default: z.boolean(),
  last_transport: z.enum(PLAIN_TRANSPORTS).nullable(),
  last_tested_at: instantShape.nullable(),
  last_test_success: z.boolean().nullable(),
  last_test_result: z.unknown(),
});
export type CredentialsReply = z.infer<typeof credentialsShape>;
export const credentialsPageShape = pageOf(credentialsShape);

/** A name, an IPv4 address, or an IPv6 address, which has at least two colons. */
const HOST_ALONE = /^(?:[a-z\d](?:[a-z\d._-]*[a-z\d])?|(?=(?:[^:]*:){2})[\da-f:.]+)$/i;
/** An SSH host; people also paste `user@host`, `host:2222` and `ssh://host`. */
const hostInput = lineInput(255).check((ctx) => {
  if (HOST_ALONE.test(ctx.value)) return;
  ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'host_alone' } });
});
/** A host, optionally with a port or a socket, as in `DB_HOST` of wp-config.php; the server parses it. */
const databaseHostInput = lineInput(255);
const portInput = z.int().min(1).max(65_535);
const pemInput = textInput(20_000);
const userInput = lineInput(255);
const secretInput = anyText().min(1).max(20_000).nullable().optional();

const optional = {
  /** Required for a new set without a socket. */
  mysql_host: databaseHostInput.optional(),
  mysql_port: portInput.optional(),
  /** An absolute path. It excludes host and port. */
  mysql_socket: lineInput(255).nullable().optional(),
  table_prefix: anyText()
    .regex(/^\w{1,60}$/)
    .nullable()
    .optional(),
  text_encoding: z.enum(TEXT_ENCODINGS).optional(),
  order_number_meta: anyText().regex(META_NAME).nullable().optional(),
  tls_mode: z.enum(TLS_MODES).optional(),
  tls_ca: pemInput.nullable().optional(),
  tls_certificate: pemInput.nullable().optional(),
  ssh_host: hostInput.nullable().optional(),
  ssh_port: portInput.nullable().optional(),
  ssh_username: userInput.nullable().optional(),
  jump_host: hostInput.nullable().optional(),
  jump_port: portInput.nullable().optional(),
  jump_username: userInput.nullable().optional(),
  connect_timeout_ms: z.int().min(100).max(120_000).optional(),
  max_connections: z.int().min(1).max(2).optional(),
  statement_limit_s: z.int().min(1).max(3600).optional(),
  rows_per_second: z.int().min(1).max(10_000_000).nullable().optional(),
  max_concurrent_syncs: z.int().min(1).max(10).optional(),
  live_ceiling_seconds: z.int().min(1).max(3600).nullable().optional(),
  sweep_seconds: z.int().min(1).max(60).optional(),
  mysql_password: secretInput,
  tls_key: secretInput,
  ssh_password: secretInput,
  ssh_private_key: secretInput,
  ssh_passphrase: secretInput,
  jump_password: secretInput,
  jump_private_key: secretInput,
  jump_passphrase: secretInput,
};

/** Room for eight secrets and two certificates of full length. @unit bytes */
export const CREDENTIALS_BODY_LIMIT_BYTES = 256 * 1024;

/** A secret that is null is removed, and an absent one stays. */
export const credentialsInput = z.strictObject({
  name: lineInput(200),
  transport: z.enum(TRANSPORTS),
  mysql_username: userInput,
  mysql_database: lineInput(64),
  ...optional,
});
export const credentialsPatch = credentialsInput.partial();
export type CredentialsPatch = z.output<typeof credentialsPatch>;

export const credentialsQuery = listQuery({ transport: z.enum(TRANSPORTS).optional() }, []).omit({
  ordering: true,
});

/**
 * An empty body tests the default set unchanged. `credentials` names another set. The other fields are tested
 * without being saved.
 */
export const connectionTestInput = credentialsPatch.extend({ credentials: idShape.optional() });

export const hostKeyInput = z.strictObject({
  hop: z.enum(['ssh', 'jump']),
  /** The key that a test showed: type and base64. */
  host_key: anyText().regex(/^[a-z\d@.-]{3,60} [A-Za-z\d+/]{20,2000}={0,2}$/),
});

export const serverKeyInput = z.strictObject({
  /** The key that a test showed. */
  server_key: anyText().regex(/^(rsa|tls) [A-Za-z\d+/]{40,8000}={0,2}$/),
  /** The password. It is required if the key replaces another pinned one and a password is stored. */
  mysql_password: secretInput,
});

export const forgetServerKeyInput = z.strictObject({
  /** The password. It is required if one is stored. */
  mysql_password: secretInput,
});

export const keyPairInput = z.strictObject({ hop: z.enum(['ssh', 'jump']) });

/** The set that now has the private key. Add the public key to the account with which the set signs in. */
export const keyPairShape = credentialsShape.extend({
  /** A line for `authorized_keys`, which is shown only once. */
  public_key: z.string(),
});
export type KeyPairReply = z.infer<typeof keyPairShape>;

const stepShape = z.object({
  step: z.string(),
  hop: z.string(),
  /** The name of the step in the reader's language. */
  label: z.string(),
  status: z.enum(['ok', 'warning', 'failed']),
  duration_ms: z.number(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  found: z.string().nullable(),
  /** The meaning and the remedy of a step that did not succeed. */
  means: z.string().nullable(),
  todo: z.string().nullable(),
});

export const connectionTestShape = z.object({
  success: z.boolean(),
  credentials: idShape.nullable(),
  transport: z.enum(PLAIN_TRANSPORTS).nullable(),
  duration_ms: z.number(),
  steps: z.array(stepShape),
  /** A host key that is not confirmed, or that differs from the confirmed one. */
  host_key: z
    .object({
      hop: z.enum(['ssh', 'jump']),
      type: z.string(),
      fingerprint: z.string(),
      host_key: z.string(),
      pinned_fingerprint: z.string().nullable(),
    })
    .nullable(),
  /** The unconfirmed key of a database server that requests a readable password. */
  server_key: z
    .object({
      kind: z.enum(['rsa', 'tls']),
      fingerprint: z.string(),
      server_key: z.string(),
      pinned_fingerprint: z.string().nullable(),
    })
    .nullable(),
  detail: z.string(),
});
export type ConnectionTestReply = z.infer<typeof connectionTestShape>;

/** The events of a store, as choices for a new configuration. */
export const productsShape = z.object({
  results: z.array(
    z.object({
      woocommerce_product_id: z.int(),
      title: z.string(),
      source_status: z.string(),
      starts_at: instantShape.nullable(),
      orders: z.int(),
      tickets: z.int(),
      /** The product that it translates; null if it is not a translation. */
      translation_of: z.int().nullable(),
    }),
  ),
});
export type Product = z.infer<typeof productsShape>['results'][number];

/** WooCommerce's webhooks of a store. All times and the address are null if they were not set up. */
export const webhooksShape = z.object({
  /** The delivery URL of every webhook in WooCommerce. */
  address: z.string().nullable(),
  /** The topics to add in WooCommerce. */
  topics: z.array(z.enum(WEBHOOK_TOPICS)),
  secret_set_at: instantShape.nullable(),
  /** WooCommerce sends a ping without a signature when a webhook is saved. */
  last_ping_at: instantShape.nullable(),
  /** The last delivery with a right signature. */
  last_delivery_at: instantShape.nullable(),
  last_topic: z.string().nullable(),
  /** The last of them about an order. */
  last_order_at: instantShape.nullable(),
  /** The last delivery without a right signature. */
  last_refused_at: instantShape.nullable(),
  /** Announced orders that no execution has read yet. */
  waiting_orders: z.int(),
  last_24_hours: z.object({
    /** Deliveries with a right signature. */
    deliveries: z.int(),
    /** Those about an order of a configured event. */
    announcing: z.int(),
    refused: z.int(),
    /** New orders, and orders with a new status, that executions found without a webhook's help. */
    found: z.int(),
    /** Those of them that no delivery announced. */
    missed: z.int(),
  }),
});
export type WebhooksReply = z.infer<typeof webhooksShape>;

export const newWebhooksShape = webhooksShape.extend({
  /** The secret of every webhook in WooCommerce, which is shown only once. */
  secret: z.string(),
});
export type NewWebhooksReply = z.infer<typeof newWebhooksShape>;

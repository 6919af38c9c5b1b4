/** How a store's database is reached. */
export const TRANSPORTS = ['direct', 'ssh_tunnel', 'ssh_exec', 'auto'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Transports that connect by themselves. */
export const PLAIN_TRANSPORTS = ['direct', 'ssh_tunnel', 'ssh_exec'] as const;
export type PlainTransport = (typeof PLAIN_TRANSPORTS)[number];

export const TLS_MODES = ['off', 'encrypt', 'verify'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/**
 * `auto`: UTF-8 that the store keeps in columns of `latin1` is recognised; `utf8mb4`: texts are used
 * unchanged.
 */
export const TEXT_ENCODINGS = ['auto', 'utf8mb4'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/**
 * The form of a name of a WordPress meta that people may enter. It is restricted because statements contain the
 * name.
 */
export const META_NAME = /^[A-Za-z0-9_-]{1,191}$/;

/** The secrets of a set, apart from the password of the database. */
export const CONNECTION_SECRETS = [
  'tls_key',
  'ssh_password',
  'ssh_private_key',
  'ssh_passphrase',
  'jump_password',
  'jump_private_key',
  'jump_passphrase',
] as const;
/** The secrets of a set, by their names in the API. No reply contains them. */
export const SECRET_FIELDS = ['mysql_password', ...CONNECTION_SECRETS] as const;
export type SecretField = (typeof SECRET_FIELDS)[number];

/** The topics of WooCommerce's webhooks that announce orders. */
export const WEBHOOK_TOPICS = ['order.created', 'order.updated', 'order.deleted', 'order.restored'] as const;

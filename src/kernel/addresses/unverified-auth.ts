/**
 * From this release on, no set of credentials sends a readable password to a server with an unconfirmed key.
 * Until then, sets that version 0.1 created continue with a warning, and so does `--store-url`.
 */
export const REFUSED_FROM_VERSION = '0.3.0';

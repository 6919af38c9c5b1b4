/**
 * From this release on no set of credentials sends a readable password to a server whose key is not confirmed. Until
 * then, sets that version 0.1 made go on with a warning, and so does `--store-url`.
 */
export const REFUSED_FROM_VERSION = '0.3.0';

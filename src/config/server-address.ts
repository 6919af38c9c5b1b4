import { placesOfRedis } from '../kernel/redis-address.ts';

export const NOT_ENCODED =
  'must be an address with one host; in a password, characters like @ / : # ? % are written percent-encoded';

const SENTINEL = /^rediss?\+sentinel:/;

/** A Redis has numbered databases: what stands for one is a number, or nothing. */
export function namesDatabaseNumber(text: string): boolean {
  if (SENTINEL.test(text)) return true;
  return !URL.canParse(text) || /^\/?$|^\/\d{1,5}$/.test(new URL(text).pathname);
}

/** After the Sentinels comes the name of the server that they watch, and perhaps the number of a database. */
export function namesWatchedServer(text: string): boolean {
  return !SENTINEL.test(text) || /^[^/]+\/\/[^/]+\/[^/?]+(\/\d{0,5})?(\?.*)?$/.test(text);
}

export function isRedisAddress(text: string): boolean {
  try {
    return placesOfRedis(text).every(({ host }) => host !== '');
  } catch {
    return false;
  }
}

/** Can the address be read, with all of its percent-encoding? */
export function isServerAddress(text: string): boolean {
  try {
    const { hostname, username, password } = new URL(text);
    for (const part of [username, password]) decodeURIComponent(part);
    return hostname !== '';
  } catch {
    return false;
  }
}

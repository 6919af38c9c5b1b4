import { z } from 'zod';
import { placesOfRedis } from '../../kernel/addresses/redis-address.ts';
import { NOT_ENCODED } from './server-address.ts';

const WITH_SENTINELS = /^rediss?\+sentinel:/;

/** REDIS_URL, in the forms that `readRedisUrl` accepts. */
export const redisUrl = z
  .string()
  .regex(/^rediss?(\+sentinel)?:\/\/\S+$/, { error: 'must be an address like redis://127.0.0.1:6379/0' })
  .refine(namesWatchedServer, {
    error:
      'must name the server that the Sentinels watch, as in redis+sentinel://one:26379,two:26379/mymaster/0',
  })
  .refine(isAddress, { error: NOT_ENCODED })
  .refine(namesDatabaseNumber, {
    error: 'must end with the number of a Redis database, as in redis://127.0.0.1:6379/0',
  });

/** After the Sentinels comes the name of the server that they watch, and perhaps the number of a database. */
function namesWatchedServer(text: string): boolean {
  return !WITH_SENTINELS.test(text) || /^[^/]+\/\/[^/]+\/[^/?]+(\/\d{0,5})?(\?.*)?$/.test(text);
}

function isAddress(text: string): boolean {
  try {
    return placesOfRedis(text).every(({ host }) => host !== '');
  } catch {
    return false;
  }
}

/** A Redis has numbered databases, so the path is a number or empty. */
function namesDatabaseNumber(text: string): boolean {
  if (WITH_SENTINELS.test(text) || !URL.canParse(text)) return true;
  return /^\/?$|^\/\d{1,5}$/.test(new URL(text).pathname);
}

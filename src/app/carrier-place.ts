import type { Config } from '../config.ts';
import type { CarrierPlace } from '../tasks/carrier-place.ts';

/** Where jobs wait: in Redis, else in the backend itself. */
export function carrierPlace({ redisUrl }: Pick<Config, 'redisUrl'>, databaseUrl: string): CarrierPlace {
  return redisUrl === null
    ? { kind: 'postgres', connectionString: databaseUrl }
    : { kind: 'redis', url: redisUrl };
}

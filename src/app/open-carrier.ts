import { redisPrefixOf } from '../backend/installation.ts';
import type { Carrier } from '../tasks/carriers/carrier.ts';
import { openPostgresCarrier, type PostgresCarrierDeps } from '../tasks/carriers/postgres-carrier.ts';
import type { Config } from './config/config.ts';

/** Redis carries the jobs if REDIS_URL is set; otherwise workers take them from the backend's tables. */
export async function openCarrier(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  role: string,
  deps: PostgresCarrierDeps,
): Promise<Carrier> {
  if (redisUrl === null) return openPostgresCarrier(deps);
  const { openRedisCarrier } = await import('../tasks/carriers/bullmq-carrier.ts');
  return openRedisCarrier({ url: redisUrl, prefix: redisPrefixOf(deps.db), role }, deps.log);
}

import type { Database } from '../../src/backend/database.ts';
import { openRedisCarrier } from '../../src/tasks/carriers/bullmq-carrier.ts';
import type { Carrier } from '../../src/tasks/carriers/carrier.ts';
import { openPostgresCarrier, type PostgresCarrierDeps } from '../../src/tasks/carriers/postgres-carrier.ts';
import type { RedisPlace } from '../../src/tasks/carriers/redis-connection.ts';
import { startPrivateRedis } from '../servers/private-redis.ts';

export const BACK_ENDS = ['redis', 'postgres'] as const;
export type BackEnd = (typeof BACK_ENDS)[number];

/** The carrier of the jobs: a Redis, or the tables of the backend. */
export type CarrierPlace = { readonly kind: 'redis'; readonly url: string } | { readonly kind: 'postgres' };

/** The keys of one installation in a Redis. */
export function redisPlace(url: string, installation = 'test'): RedisPlace {
  return { url, prefix: async () => `taquilla:${installation}`, role: 'worker' };
}

export function openCarrierAt(place: CarrierPlace, deps: PostgresCarrierDeps): Carrier {
  if (place.kind === 'postgres') return openPostgresCarrier(deps);
  return openRedisCarrier(redisPlace(place.url), deps.log);
}

/** The carrier of a test's jobs, which can be made to lose them. */
export interface CarrierServer {
  readonly place: CarrierPlace;
  /** Loses every job that no worker has begun, as when a worker dies after it took one; Redis also restarts. */
  lose(db: Database): Promise<void>;
  /** Removes everything of an earlier test. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCarrierServer(backEnd: BackEnd): Promise<CarrierServer> {
  if (backEnd === 'postgres') {
    return {
      place: { kind: 'postgres' },
      lose: async (db) => {
        for (const table of ['sync_executions', 'background_tasks']) {
          await db.query(`update ${table} set taken_dispatch = dispatch_number where status = 'pending'`);
        }
      },
      clear: async () => undefined,
      stop: async () => undefined,
    };
  }
  const server = await startPrivateRedis();
  return {
    place: { kind: 'redis', url: server.url },
    lose: async () => {
      await server.flush();
      await server.restart(500);
    },
    clear: server.flush,
    stop: async () => await server.stop(),
  };
}

import pg from 'pg';
import { openCarrier } from '../../src/tasks/bullmq-carrier.ts';
import type { Carrier } from '../../src/tasks/carrier.ts';
import type { CarrierPlace } from '../../src/tasks/carrier-place.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';

const DEADLOCK_DETECTED = '40P01';

export const BACK_ENDS = ['redis', 'postgres'] as const;
export type BackEnd = (typeof BACK_ENDS)[number];

/** A server that carries jobs, of one kind or the other. */
export interface CarrierServer {
  readonly place: CarrierPlace;
  readonly server: PrivateServer;
  readonly open: () => Carrier;
  /** Loses all jobs. */
  readonly forget: () => Promise<void>;
}

export async function startCarrierServer(backEnd: BackEnd): Promise<CarrierServer> {
  if (backEnd === 'redis') {
    const server: PrivateRedis = await startPrivateRedis();
    const place = { kind: 'redis', url: server.url } as const;
    return { place, server, open: () => openCarrier(place, testLog), forget: server.flush };
  }
  const server = await startPrivatePostgres();
  const place = { kind: 'postgres', connectionString: server.url } as const;
  return {
    place,
    server,
    open: () => openCarrier(place, testLog),
    forget: async () => await dropQueues(server.url),
  };
}

async function dropQueues(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'taquilla_queue' and tablename !~ 'migration'`,
    );
    if (rows.length === 0) return;
    const truncate = `truncate ${rows.map((row) => row.name).join(', ')}`;
    while (!(await won(client, truncate)));
  } finally {
    await client.end();
  }
}

/** Workers hold rows of these tables all the time: where both sides wait, PostgreSQL may choose this one to give up. */
async function won(client: pg.Client, statement: string): Promise<boolean> {
  try {
    await client.query(statement);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === DEADLOCK_DETECTED) return false;
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type EndpointRow, getEndpoint } from '../../../src/backend/outbound/endpoint-records.ts';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../../src/kernel/time/loops.ts';
import { addEndpoint, type NewSecret } from '../../../src/tasks/outbound/endpoints.ts';
import { startOutboundEvents } from '../../../src/tasks/outbound/send-events.ts';
import { EVENTS, makeEvents } from '../../backend/sums/people.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';

export const SECRET_KEY = 'a secret key of the tests, long enough';

/** A backend with some orders, whose changes are sent. */
export interface OutboundWorld {
  readonly backend: Backend & { readonly url: string };
  readonly client: pg.Client;
  readonly deps: Parameters<typeof addEndpoint>[0];
  /** Moves the clock. */
  passHours(hours: number): void;
  add(name: string, url: string, filter?: { readonly kinds?: readonly string[] }): Promise<NewSecret>;
  endpoint(id: string): Promise<EndpointRow>;
  /** Changes an order with this number, and returns its id. */
  change(number: number): Promise<string>;
  start(): { stop(): Promise<void> };
  close(): Promise<void>;
}

const ORDERS = 6;

export async function openOutboundWorld(): Promise<OutboundWorld> {
  const backend = await freshBackend();
  const client = new pg.Client(backend.url);
  await client.connect();
  await makeEvents(client);
  await client.query(
    `insert into orders (id, event_id, woo_order_id, number, status, source_status, currency, subtotal, discount, tax,
       total, refunded_by_lines, refunded_apportioned, refunded, net, service_fee, organizer_amount, rounding,
       order_total, order_refunded, content_digest)
     select gen_random_uuid(), $1, n, 'N', 'paid', 'wc-completed', 'CLP', 0, 0, 0, 10, 0, 0, 0, 10, 0, 10, 0, 10, 0, '\\x'
     from generate_series(1, ${ORDERS}) n`,
    [EVENTS[0]],
  );
  let aheadMs = 0;
  const now = (): Date => new Date(Date.now() + aheadMs);
  const secretKey = async () => new Secret(SECRET_KEY);
  const { db, log } = backend;
  const deps = { db, secretKey, now };
  return {
    backend,
    client,
    deps,
    passHours(hours) {
      aheadMs += hours * 3_600_000;
    },
    add: async (name, url, { kinds = [] } = {}) =>
      await addEndpoint(deps, { name, url, kinds, organizer_ids: [], event_ids: [] }),
    endpoint: async (id) => await getEndpoint(db, id),
    async change(number) {
      const { rows } = await client.query<{ id: string }>(
        'update orders set phone = $2 where woo_order_id = $1 returning id',
        [number, randomUUID()],
      );
      return rows[0]?.id ?? '';
    },
    start: () =>
      startOutboundEvents({
        ...deps,
        log,
        loops: createLoops(log),
        publicUrl: 'https://tickets.example.com',
      }),
    async close() {
      await client.end();
      await backend.close();
    },
  };
}

import { type Database, queryRows } from '../../src/backend/database.ts';
import { closeStatement } from '../../src/backend/settlement/close-statement.ts';
import type { ApiWorld } from '../http/api-world.ts';

/** A closed statement of an event; returns its id. */
export async function addStatement(db: Database, event: string): Promise<string> {
  return await closeStatement(db, {
    event,
    currency: 'CLP',
    lastDay: '2025-12-31',
    hash: null,
    confirmsUnproven: true,
    by: null,
    now: new Date(),
  });
}

/** An endpoint for outbound events with a message of each status; returns its id. */
export async function addEndpoint(world: ApiWorld, event: string): Promise<string> {
  const { db } = world.backend;
  const path = '/api/v1/outbound-endpoints/';
  const made = await world.ask('superuser', 'POST', path, {
    name: 'Contabilidad',
    url: 'https://erp.example.com/integraciones/taquilla/eventos-salientes?empresa=produccion-sur',
    kinds: ['order.*', 'ticket.refunded', 'check_in.*'],
    event_ids: [event],
  });
  const { id } = made.json();
  await queryRows(
    db,
    `insert into outbound_deliveries (id, endpoint_id, position, message_id, kind, subject_id, change, changed_at,
       status, attempts, waiting_since, next_attempt_at, last_attempt_at, last_status, last_error, last_reply)
     select gen_random_uuid(), $1, n, n::text, 'order.refunded', o.id,
       jsonb_build_object('cursor', n::text, 'kind', 'order.refunded', 'subject_id', o.id, 'order_id', o.id,
         'ticket_id', null, 'event_id', o.event_id, 'organizer_id', null,
         'fields', '["net", "refunded", "refunds", "status"]'::jsonb, 'transaction_id', '901877',
         'changed_at', '2026-03-01T12:00:00.000000Z'),
       '2026-03-01T12:00:00Z', status, n, now(), now() + interval '1 hour', now(), answer, error, reply
     from (select id, event_id from orders limit 1) o, (values
       (1, 'delivered', 204, null, null),
       (2, 'waiting', 503, 'outbound.refused', '<html><body>mantenimiento-programado-hasta-nuevo-aviso</body></html>'),
       (3, 'given_up', null::integer, 'outbound.away', null)) sent (n, status, answer, error, reply)`,
    [id],
  );
  await queryRows(
    db,
    `update outbound_endpoints set failures = 3, held_until = now() + interval '1 hour', last_error = 'outbound.refused',
       last_reply = '<html><body>mantenimiento</body></html>', last_delivered_at = now() where id = $1`,
    [id],
  );
  await world.ask('superuser', 'POST', `${path}${id}/rotate-secret/`, {});
  return id;
}

import { randomInt } from 'node:crypto';
import { readEditState } from '../../src/backend/conflicts/edit-state.ts';
import { queryRows } from '../../src/backend/database.ts';
import { closeStatement } from '../../src/backend/settlement/close-statement.ts';
import { recordPayout } from '../../src/backend/settlement/payout-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { digestOfToken } from '../../src/kernel/secrets/opaque-token.ts';
import { addPreview } from './add-preview.ts';
import { addExecution, BODY, PASSWORD } from './api-world.ts';
import type { BackendWorld } from './backend-world.ts';
import type { Operation } from './openapi-document.ts';

/** A body that each operation accepts. `ids['kept token']`: a token that the caller must not lose. */
export function sampleBody(operation: Operation, ids: Readonly<Record<string, string>>): unknown {
  const name = `sample ${newId()}`;
  const credentials = {
    name,
    transport: 'direct',
    mysql_host: 'mysql.example.com',
    mysql_username: 'reader',
    mysql_database: 'wordpress',
    mysql_password: 'gato',
  };
  const user = { email: `${newId()}@example.com`, password: 'cinco focas felices', role: 'viewer' };
  const configuration = { ...BODY, name };
  const bodies: Readonly<Record<string, unknown>> = {
    'session.login': { email: 'viewer@example.com', password: PASSWORD },
    'account.password-reset-requested': { email: 'stranger@example.com' },
    'account.password-reset': { token: `link of ${ids['users']}`, password: 'cinco focas felices' },
    'second-factor.set-up': { password: PASSWORD },
    'second-factor.confirm': { one_time_code: '123456' },
    'second-factor.renew-recovery-codes': { password: PASSWORD, one_time_code: '123456' },
    'second-factor.remove': { password: PASSWORD, one_time_code: '123456' },
    'second-factor.require': { second_factor_required_for: 'nobody' },
    'session.change-me': { name: 'Somebody', language: 'es' },
    'session.change-password': {
      current_password: PASSWORD,
      password: PASSWORD,
      keep_tokens: ids['kept token'] === undefined ? [] : [ids['kept token']],
    },
    'tokens.create': { name },
    'configurations.create': { ...configuration, woocommerce_product_id: randomInt(1, 2 ** 40) },
    'configurations.replace': { ...configuration, woocommerce_product_id: Number(ids['product']) },
    'configurations.change': { name },
    'configurations.confirm-store': { decision: 'same_store', site_url: 'https://tienda.example.com' },
    'configurations.trigger': { depth: 'sweep' },
    'configurations.live': { switch: 'on', hours: 1 },
    'configurations.bulk-frequency': { ids: [ids['configurations']], frequency: 'weekly' },
    'credentials.create': credentials,
    'credentials.replace': credentials,
    'credentials.change': { name },
    'credentials.confirm-host-key': { hop: 'ssh', host_key: `ssh-ed25519 ${'A'.repeat(68)}` },
    'credentials.confirm-server-key': { server_key: `rsa ${'A'.repeat(68)}` },
    'credentials.forget-server-key': {},
    'credentials.generate-key': { hop: 'ssh' },
    'credentials.test-connection': {},
    'management.test-connection': {},
    'conflicts.acknowledge': { note: 'Let in by hand' },
    'rejects.dismiss': { note: 'A test order' },
    'rejects.replay-all': { configuration: ids['configurations'] },
    'removals.approve': { digest: DIGEST, note: 'Zqxpersnota' },
    'removals.reject': { digest: DIGEST, days: 3, note: 'Zqxpersnota' },
    'statements.close': {
      event: ids['events'],
      currency: 'CLP',
      last_day: '2020-01-02',
      content_hash: DIGEST,
    },
    'payouts.create': { event: ids['events'], currency: 'CLP', amount: '25000', paid_on: '2026-01-31' },
    'outbound-endpoints.create': { name, url: 'https://erp.example.com/hook' },
    'outbound-endpoints.change': { name },
    'outbound-endpoints.rotate-secret': { overlap_hours: 1 },
    'outbound-endpoints.replay': { from: '2026-03-01T12:00:00Z' },
    'management.purge-queue': {},
    'management.test-alert': { channel: 'mail' },
    'users.create': user,
    'users.replace': user,
    'users.change': { name: 'Somebody' },
    'events.change': { version: ids['version of events'], venue: name },
    'ticket-tiers.change': { version: ids['version of ticket-tiers'], name },
    'tickets.change': { version: ids['version of tickets'], company: name },
    'tickets.check-in': {},
    'tickets.undo-check-in': {},
  };
  return bodies[operation.operationId];
}

/** A new object of each kind, so that no operation affects the object of another one. */
export async function sampleIds(world: BackendWorld): Promise<Record<string, string>> {
  const { db } = world.backend;
  const product = randomInt(1, 2 ** 40);
  const made = await world.ask('superuser', 'POST', 'configurations/', {
    ...BODY,
    woocommerce_product_id: product,
  });
  const configurations = String(made.json().id);
  const executions = await addExecution(world, configurations, { finished_at: new Date() });
  const [alerts, credentials, users] = [newId(), newId(), newId()];
  await queryRows(
    db,
    `insert into alert_incidents (id, cause_key, kind, opened_at, last_seen_at) values ($1, $2, 'sync_failed', now(), now())`,
    [alerts, alerts],
  );
  await queryRows(
    db,
    `insert into sync_credentials (id, name, transport, host, port, username, database_name, ssh_host, ssh_port, ssh_username)
     values ($1, $2, 'direct', 'mysql.example.com', 3306, 'reader', 'wordpress', 'ssh.example.com', 22, 'deploy')`,
    [credentials, credentials],
  );
  await queryRows(db, `insert into users (id, email, password_hash, role) values ($1, $2, 'x', 'viewer')`, [
    users,
    `${users}@example.com`,
  ]);
  const tokenOfUser = newId();
  await queryRows(
    db,
    `insert into api_tokens (id, user_id, name, token_digest, role) values ($1, $2, 'sample', $3, 'viewer')`,
    [tokenOfUser, users, Buffer.from(tokenOfUser)],
  );
  await queryRows(
    db,
    `insert into password_resets (user_id, token_digest, expires_at) values ($1, $2, now() + interval '30 minutes')`,
    [users, digestOfToken(`link of ${users}`)],
  );
  await queryRows(db, 'delete from conflicts where settled_at is null', []);
  await queryRows(db, "update events set venue = 'b' where id = $1", [world.eventId]);
  const tickets = (await world.one<{ id: string }>("select id from tickets where status = 'active' limit 1"))
    .id;
  const endpoint = await world.ask('superuser', 'POST', '/api/v1/outbound-endpoints/', {
    name: `sample ${newId()}`,
    url: 'https://erp.example.com/hook',
  });
  const by = { configurations, executions };
  const one = async (table: string): Promise<string> =>
    (await world.one<{ id: string }>(`select id from ${table} limit 1`)).id;
  const tier = await one('ticket_tiers');
  return {
    ...(await editVersions(world, { events: world.eventId, 'ticket-tiers': tier, tickets })),
    product: String(product),
    configurations,
    executions,
    alerts,
    conflicts: await addConflict(world, by, {
      kind: 'edited',
      table: 'events',
      row: world.eventId,
      field: 'venue',
      values: ['a', 'b', 'c'],
    }),
    'conflicts.acknowledge': await addConflict(world, by, admitted(tickets)),
    previews: await addPreview(world, configurations),
    rejects: await addReject(world, by),
    removals: await addRemoval(world, by),
    statements: await anyStatement(world),
    payouts: await addPayout(world),
    'outbound-endpoints': String(endpoint.json().id),
    credentials,
    users,
    tokens: newId(),
    'token of user': tokenOfUser,
    organizers: await one('organizers'),
    events: world.eventId,
    'ticket-tiers': tier,
    orders: await one('orders'),
    tickets,
    refunds: await one('refunds'),
  };
}

/** The versions of these rows, which a change must name. */
export async function editVersions(
  world: BackendWorld,
  ids: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  const tables = { events: 'events', 'ticket-tiers': 'ticket_tiers', tickets: 'tickets' } as const;
  for (const [kind, table] of Object.entries(tables)) {
    const state = await readEditState(world.backend.db, table, ids[kind] ?? '');
    versions[`version of ${kind}`] = state?.version ?? '';
  }
  return versions;
}

interface SampleConflict {
  readonly kind: 'edited' | 'admitted';
  readonly table: 'events' | 'tickets';
  readonly row: string;
  readonly field: string;
  /** The values before, here, and in the store. */
  readonly values: readonly [string, string, string];
}

/** A person was admitted, and then the store cancelled the ticket: a conflict that can be acknowledged. */
export function admitted(ticket: string): SampleConflict {
  return {
    kind: 'admitted',
    table: 'tickets',
    row: ticket,
    field: 'status',
    values: ['active', 'checked_in', 'cancelled'],
  };
}

export async function addConflict(
  world: BackendWorld,
  by: { readonly configurations: string; readonly executions: string },
  { kind, table, row, field, values }: SampleConflict,
): Promise<string> {
  const id = newId();
  await queryRows(
    world.backend.db,
    `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field, base, ours, theirs)
     values ($1, $2, $3, $4, $5, $6, $7, to_jsonb($8::text), to_jsonb($9::text), to_jsonb($10::text))`,
    [id, by.configurations, by.executions, kind, table, row, field, ...values],
  );
  return id;
}

/** The digest of the sample list, as a client was shown it. */
const DIGEST = 'ab'.repeat(32);

/** A list of one held ticket, with its order and a note, that waits for a decision. */
async function addRemoval(
  world: BackendWorld,
  by: { readonly configurations: string; readonly executions: string },
): Promise<string> {
  const id = newId();
  await queryRows(
    world.backend.db,
    `insert into held_removals (id, configuration_id, execution_id, last_execution_id, digest, state,
       max_removal_percent, valid_tickets, lost_before, note)
     values ($1, $2, $3, $3, $4, 'waiting', 20, 40, 0, 'Zqxpersnota')`,
    [id, by.configurations, by.executions, DIGEST],
  );
  await queryRows(
    world.backend.db,
    `insert into held_removal_rows (held_removal_id, kind, row_id, woo_order_id, woo_ticket_id, becomes)
     select $1, 'ticket', id, woo_order_id, woo_ticket_id, 'gone' from tickets
     where order_id is not null order by first_name ilike 'zqxpers%' desc nulls last, id limit 1`,
    [id],
  );
  return id;
}

async function addPayout({ backend, eventId: event }: BackendWorld): Promise<string> {
  const payout = { event, currency: 'CLP', amount: '1000', paidOn: '2026-01-31', reference: null, by: null };
  return await recordPayout(backend.db, { ...payout, now: new Date() });
}

/** A statement never changes, so one is enough. */
async function anyStatement({ backend: { db }, eventId: event }: BackendWorld): Promise<string> {
  const [closed] = await queryRows<{ id: string }>(db, 'select id from settlement_statements limit 1');
  if (closed !== undefined) return closed.id;
  const now = new Date('2026-01-01T00:00:00Z');
  return await closeStatement(db, {
    event,
    currency: 'CLP',
    lastDay: '2020-01-01',
    hash: null,
    confirmsUnproven: true,
    by: null,
    now,
  });
}

async function addReject(
  world: BackendWorld,
  by: { readonly configurations: string; readonly executions: string },
): Promise<string> {
  const id = newId();
  await queryRows(
    world.backend.db,
    `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
     values ($1, $2, $3, 'order', $4, 'money.malformed', 'An amount is not a number.', '{"buyer": "Zqxpersnombre"}')`,
    [id, by.configurations, by.executions, randomInt(1, 2 ** 40)],
  );
  return id;
}

/** The path of an operation with these ids; ids for one operation only have its name. */
export function addressOf(operation: Operation, ids: Readonly<Record<string, string>>): string {
  const kind = operation.path.split('/').at(-2) === '{id}' ? operation.path.split('/').at(-3) : undefined;
  const owner = /\/([a-z-]+)\/\{id\}\//.exec(operation.path)?.[1] ?? kind ?? '';
  const path = operation.path
    .replace('{id}', ids[operation.operationId] ?? ids[owner] ?? newId())
    .replace('{token_id}', ids['token of user'] ?? newId());
  // The prefix of planted personal data: a user who may not see it must not find it either.
  if (operation.operationId === 'search.find') return `${path}?q=zqxpers`;
  if (operation.operationId === 'statements.open') return `${path}?event=${ids['events']}`;
  if (operation.operationId === 'statements.open-lines') return `${path}?event=${ids['events']}&currency=CLP`;
  if (operation.operationId === 'configurations.explain')
    return `${path}?woo_order_id=${ids['woo order'] ?? 1}`;
  return path;
}

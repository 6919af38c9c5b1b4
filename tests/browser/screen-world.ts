import { createConnection } from 'mysql2/promise';
import { queryRows } from '../../src/backend/database.ts';
import { startExecution } from '../../src/backend/executions/execution-start-records.ts';
import { anonymise } from '../../src/demo/edit/order-changes.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { renameTicket, trashTicket } from '../../src/demo/edit/ticket-changes.ts';
import type { DemoTicket } from '../../src/demo/model/model.ts';
import { newId } from '../../src/kernel/ids.ts';
import { ExecutionLog } from '../../src/sync/attempt/execution-log.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { openPanelService, type PanelService } from './panel-service.ts';
import { addEndpoint, addStatement } from './screen-rows.ts';

const PRODUCT = 173_911;
const OTHER_PRODUCT = 173_941;
const REFUSED = 'unknown@example.com';

/** A service on which every screen has something to show: successes, and everything that can go wrong. */
export interface ScreenWorld {
  readonly service: PanelService;
  /** The ids and names in the addresses of screens, by name. */
  readonly ids: Readonly<Record<ScreenId, string>>;
  close(): Promise<void>;
}

type ScreenId =
  | 'configuration'
  | 'failing'
  | 'paused'
  | 'moved'
  | 'execution'
  | 'quick'
  | 'failed'
  | 'running'
  | 'set'
  | 'refused'
  | 'event'
  | 'second'
  | 'endpoint'
  | 'statement'
  | 'order'
  | 'refunded'
  | 'erased'
  | 'ticket'
  | 'tier'
  | 'inside'
  | 'gone'
  | 'removal'
  | 'preview'
  | 'conflict'
  | 'edited'
  | 'alert'
  | 'user';

export async function openScreenWorld(adminDir: string): Promise<ScreenWorld> {
  const mails = await startMailServer();
  const mail = {
    smtpUrl: mails.url,
    from: 'taquilla@example.com',
    recipients: [REFUSED, 'guardia@example.com'],
    language: 'es' as const,
  };
  const service = await openPanelService(adminDir, { alerts: { ...NO_ALERTS, mail }, maxRetries: 0 });
  return await fill(service, mails);
}

async function fill(service: PanelService, mails: MailServer): Promise<ScreenWorld> {
  const { world, store } = service;
  const { db, log } = world.backend;
  const [set, refused] = [await keepSet(service, 'Teatro'), await keepSet(service, 'Sala')];
  await world.ask('superuser', 'POST', `credentials/${set}/make-default/`);
  const configuration = await configure(service, 'Evento Híbrido 2025', PRODUCT, set);
  const paused = await configure(service, 'Evento en pausa', OTHER_PRODUCT, set);
  const second = await configure(service, 'Evento compartido', PRODUCT, set, {
    organizer_email: 'otra@example.com',
    another_organizer: true,
  });
  const failing = await configure(service, 'Evento Sala', OTHER_PRODUCT, refused, {
    organizer_email: 'sala@example.com',
    another_organizer: true,
  });

  const moved = await configure(service, 'Evento trasladado', OTHER_PRODUCT, set, {
    organizer_email: 'traslado@example.com',
    another_organizer: true,
  });

  const [hurt, erased, odd, partly] = ordersOf(service);
  const shop = await createConnection({ uri: service.shopUrl });
  await shop.query(`update wp_wc_orders set currency = 'ZZZ' where id = ${hurt}`);
  await shop.query(`update wp_wc_orders set currency = ' clp' where id = ${odd}`);
  await shop.query(
    `update wp_woocommerce_order_itemmeta m join wp_woocommerce_order_items i on i.order_item_id = m.order_item_id
     set m.meta_value = '12,5' where i.order_id = ${partly} and m.meta_key = '_line_subtotal'`,
  );
  const execution = await runSync(service, configuration, 'full');
  await runSync(service, second, 'full');
  // The next sync of this one would apply all of these.
  await world.ask('superuser', 'PATCH', `configurations/${second}/`, {
    service_fee_percentage: '12.25',
    status_mapping: { 'wc-validado': 'on_hold', 'wc-deposito': 'pending' },
    refund_policy: 'oldest_not_checked_in',
    max_removal_percent: 35,
    timezone: 'Pacific/Kiritimati',
    ticket_tier_name: 'Platea',
    event_name: 'Evento con otro nombre',
    frequency: 'daily',
    run_at: '04:30',
    sweep_budget_seconds: 0,
  });

  const editor = await StoreEditor.open(service.shopUrl, store);
  const tickets = [...editor.tickets.values()].filter(isFree);
  const [renamed, gone] = tickets as [DemoTicket, DemoTicket];
  await queryRows(db, "update tickets set first_name = 'Anita' where woo_ticket_id = $1", [renamed.id]);
  await queryRows(db, "update events set venue = 'Teatro Municipal'");
  await queryRows(db, 'update ticket_tiers set price = price + 1000');
  await renameTicket(editor, renamed.id, { firstName: 'Ana María' });
  await trashTicket(editor, gone.id);
  await anonymise(editor, erased);
  await editor.close();
  const quick = await runSync(service, configuration, 'quick');
  await runSync(service, configuration, 'full');
  await runSync(service, moved, 'full');
  await shop.query(
    "update wp_options set option_value = 'https://entradas.example' where option_name in ('home', 'siteurl')",
  );
  await shop.end();
  await runSync(service, moved, 'quick');

  await queryRows(db, `update sync_credentials set username = 'unknown-to-the-store' where id = $1`, [
    refused,
  ]);
  const failed = await runSync(service, failing, null);
  await waitFor(
    async () => await ids(service, 'select id from alert_messages where last_error is not null'),
    (alerts) => alerts.length > 0,
  );
  await world.ask('superuser', 'POST', `credentials/${refused}/test-connection/`);
  await world.ask('operator', 'POST', `configurations/${paused}/pause/`);

  const started = await startExecution(db, second, 'worker-1', 'full', new Date());
  // This lease has no keeper: it lasts until the test ends.
  await queryRows(
    db,
    "update sync_leases set heartbeat_at = now() + interval '1 day' where execution_id = $1",
    [started.id],
  );
  const executionLog = new ExecutionLog(db, log, started.id);
  await executionLog.write('info', 'attempt started', { attempt: 1 });
  await executionLog.progress({
    phase: 'read',
    ordersRead: 20,
    ordersExpected: 60,
    ticketsRead: 12,
    ticketsExpected: 90,
    ticketsLoaded: 12,
    continuedFrom: null,
  });
  const newUser = {
    email: 'marta@example.com',
    name: 'Marta',
    role: 'operator',
    password: 'cuatro tristes tigres',
  };
  await world.ask('superuser', 'POST', '/api/v1/auth/users/', newUser);
  const removal = newId();
  await queryRows(
    db,
    `insert into held_removals (id, configuration_id, execution_id, last_execution_id, digest, state,
       max_removal_percent, valid_tickets, lost_before) values ($1, $2, $3, $3, $4, 'waiting', 20, 60, 0)`,
    [removal, configuration, execution, 'ab'.repeat(32)],
  );
  await queryRows(
    db,
    `insert into held_removal_rows (held_removal_id, kind, row_id, woo_order_id, woo_ticket_id, becomes)
     select $1::uuid, 'ticket', id, woo_order_id, woo_ticket_id, 'gone' from tickets
     where status = 'active' and removed_at is null and event_id = (select id from events where configuration_id = $2)
     union all select $1::uuid, 'order', id, woo_order_id, null, 'gone' from orders
     where status = 'paid' and removed_at is null and event_id = (select id from events where configuration_id = $2)`,
    [removal, configuration],
  );
  const kept = await world.ask('operator', 'POST', `configurations/${configuration}/preview/`, {
    service_fee_percentage: '12.00',
  });
  const found = async (sql: string): Promise<string> => (await ids(service, sql))[0] ?? '';
  const event = await found(
    `select event_id as id from sync_executions where configuration_id = '${configuration}' and event_id is not null limit 1`,
  );
  return {
    service,
    ids: {
      configuration,
      failing,
      paused,
      moved,
      second,
      execution,
      quick,
      failed,
      running: started.id,
      set,
      refused,
      event,
      endpoint: await addEndpoint(world, event),
      statement: await addStatement(db, event),
      order: await found(
        "select id from orders where status = 'paid' and removed_at is null order by id limit 1",
      ),
      refunded: await found(
        'select order_id as id from refunds where removed_at is null order by id limit 1',
      ),
      erased: await found(`select id from orders where woo_order_id = ${erased}`),
      ticket: await found(`select id from tickets where woo_ticket_id = ${renamed.id}`),
      tier: await found('select id from ticket_tiers order by id limit 1'),
      inside: await found("select id from tickets where check_in_status = 'checked_in' order by id limit 1"),
      gone: await found(`select id from tickets where woo_ticket_id = ${gone.id}`),
      conflict: await found("select id from conflicts where field <> 'first_name' order by id limit 1"),
      edited: await found("select id from conflicts where field = 'first_name' order by id limit 1"),
      removal,
      preview: kept.json().id,
      alert: await found('select id from alert_incidents order by id limit 1'),
      user: await found("select id from users where email = 'marta@example.com'"),
    },
    async close() {
      await service.close();
      await mails.close();
    },
  };
}

const isFree = ({ productId, status, orderId }: DemoTicket): boolean =>
  productId === PRODUCT && status === 'Not Checked In' && orderId !== null;

/** Two orders of the event that nothing else in this file changes. */
function ordersOf({ store }: PanelService): [number, number, number, number] {
  const orders = [...store.cases()].filter(
    ({ order, tickets }) =>
      order?.status === 'completed' &&
      tickets.length > 0 &&
      tickets.every((one) => one.productId === PRODUCT && one.status !== 'Not Checked In'),
  );
  const [hurt, erased, odd, partly] = orders.map(({ order }) => order?.id);
  if (hurt === undefined || erased === undefined || odd === undefined || partly === undefined)
    throw new Error('the demo store has no such orders');
  return [hurt, erased, odd, partly];
}

async function keepSet({ world, login }: PanelService, name: string): Promise<string> {
  return (await world.ask('superuser', 'POST', 'credentials/', { name, ...login })).json().id;
}

async function configure(
  { world }: PanelService,
  name: string,
  product: number,
  credentials: string,
  more = {},
): Promise<string> {
  const made = await world.ask('superuser', 'POST', 'configurations/', {
    name,
    woocommerce_product_id: product,
    event_name: name,
    organizer_email: 'productora@example.com',
    service_fee_percentage: 10,
    frequency: 'manual',
    credentials,
    ...more,
  });
  if (made.statusCode !== 201) throw new Error(made.body);
  return made.json().id;
}

async function runSync(service: PanelService, configuration: string, depth: string | null): Promise<string> {
  const asked = await service.world.ask(
    'superuser',
    'POST',
    `configurations/${configuration}/trigger/`,
    depth === null ? {} : { depth },
  );
  const id: string = asked.json().execution_id;
  const ended = `select id from sync_executions where id = '${id}' and finished_at is not null`;
  await waitFor(
    async () => await ids(service, ended),
    (found) => found.length > 0,
  );
  return id;
}

async function ids({ world }: PanelService, sql: string): Promise<string[]> {
  return (await queryRows<{ id: string }>(world.backend.db, sql)).map(({ id }) => id);
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketDetailShape } from '../../src/contract/ticketing/tickets.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type SyncInput, syncProduct } from '../pipe/sync-store.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { eventProduct, order, postMetas, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

/** Two products of one event, whose forms use one key for different questions. */
const [HALL, DINNER] = [800, 810];
const FORM = 'fooevents_custom_attendee_fields_options_serialized';
const form = (fields: Readonly<Record<string, readonly [label: string, type: string]>>) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(fields).map(([key, [label, type]]) => [
        key,
        { [`${key}_label`]: label, [`${key}_type`]: type, [`${key}_req`]: 'false' },
      ]),
    ),
  );
const HALL_FORM = form({ '1_option': ['Seat near', 'text'] });
const DINNER_FORM = form({ '1_option': ['Vegetarian', 'checkbox'], diet: ['Diet', 'select'] });

let shop: StoreDatabase;
let database: FreshDatabase;
let world: ApiWorld;
let close: () => Promise<void>;

async function sync(depth: NonNullable<SyncInput['depth']>) {
  const products = [HALL, DINNER];
  const { report } = await syncProduct(world.backend, { storeUrl: shop.url, product: HALL, products, depth });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
  return report;
}

beforeAll(async () => {
  [shop, database] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
  const lines = { 1201: sold(HALL, '1', '3000'), 1202: sold(DINNER, '2', '1000') };
  await shop.exec(
    [
      tinyStore(),
      eventProduct(HALL, 'Hall', { [FORM]: HALL_FORM }),
      eventProduct(DINNER, 'Dinner', { [FORM]: DINNER_FORM }),
      order({ id: 120, total: '4000', metas, lines }),
      ticket(3200, HALL, { OrderID: '120' }),
      postMetas(3200, { fooevents_custom_1_option: '1' }),
      ticket(3201, DINNER, { OrderID: '120' }),
      ticket(3202, DINNER, { OrderID: '120' }),
      postMetas(3201, { fooevents_custom_1_option: '1', fooevents_custom_diet: 'None' }),
    ].join('\n'),
  );
  world = await openApiWorldOn(database, () => ({}));
  await sync('full');
  close = async () => {
    await world.close();
    await database.drop();
    await shop.drop();
  };
});
afterAll(async () => {
  await close();
});

async function ticketOf(post: number) {
  const { rows } = await world.backend.db.query<{ id: string }>(
    'select id from tickets where woo_ticket_id = $1',
    [post],
  );
  const reply = await world.ask('operator', 'GET', `/api/v1/tickets/${rows[0]?.id}/`);
  return ticketDetailShape.parse(reply.json());
}

async function forms() {
  const { rows } = await world.backend.db.query(
    `select f.woo_product_id as product, f.name, array_agg(q.label order by q.position) as labels,
       (select count(*)::integer from ticket_tiers r where r.form_id = f.id) as tiers
     from forms f join form_fields q on q.form_id = f.id and q.removed_at is null group by f.id order by 1`,
  );
  return rows;
}

const FORMS = [
  { product: HALL, name: 'Hall', labels: ['Seat near'], tiers: 1 },
  { product: DINNER, name: 'Dinner', labels: ['Vegetarian', 'Diet'], tiers: 1 },
];

it('each product has its form, whose labels and ticks are those of its tickets', async () => {
  expect(await forms()).toEqual(FORMS);
  const [hall, dinner] = [await ticketOf(3200), await ticketOf(3201)];
  expect(hall.form_data).toEqual([{ key: 'fooevents_custom_1_option', label: 'Seat near', value: '1' }]);
  expect(hall.tick_boxes).toEqual([]);
  expect(dinner.form_data).toEqual([
    { key: 'fooevents_custom_1_option', label: 'Vegetarian', value: '1' },
    { key: 'fooevents_custom_diet', label: 'Diet', value: 'None' },
  ]);
  expect(dinner.tick_boxes).toEqual(['fooevents_custom_1_option']);
});

it('lists a configuration once, however many products of its event have a form', async () => {
  const list = (await world.ask('viewer', 'GET', 'configurations/')).json();
  expect(list).toMatchObject({ count: 1, results: [{ woocommerce_product_id: HALL }] });
  const { rows } = await world.backend.db.query('select id from forms where woo_product_id = $1', [HALL]);
  expect(list.results[0].form_id).toBe(rows[0]?.id);
});

it('a product that no longer asks anything leaves no open question', async () => {
  const write = async (text: string) => {
    await shop.exec(
      `update wp_postmeta set meta_value = '${text}' where meta_key = '${FORM}' and post_id = ${DINNER}`,
    );
    await sync('quick');
  };
  expect((await ticketOf(3202)).unanswered.map(({ label }) => label)).toEqual(['Vegetarian', 'Diet']);
  await write('[]');
  expect((await ticketOf(3202)).unanswered).toEqual([]);
  await write(DINNER_FORM);
  expect((await ticketOf(3202)).unanswered.map(({ label }) => label)).toEqual(['Vegetarian', 'Diet']);
});

it('the next execution follows a changed form of a further product, at any depth', async () => {
  for (const [depth, label] of [
    ['quick', 'No meat'],
    ['sweep', 'No fish'],
    ['full', 'Vegetarian'],
  ] as const) {
    const changed = DINNER_FORM.replace('Vegetarian', label);
    await shop.exec(
      `update wp_postmeta set meta_value = '${changed}' where meta_key = '${FORM}' and post_id = ${DINNER}`,
    );
    await sync(depth);
    expect((await forms())[1]).toMatchObject({ labels: [label, 'Diet'] });
    expect((await ticketOf(3201)).form_data[0]).toMatchObject({ label });
  }
});

it('a form that an older version loaded without its product stays the first product’s', async () => {
  const ids = async () => {
    const { rows } = await world.backend.db.query<{ id: string }>(
      'select id from forms where woo_product_id is not null order by woo_product_id',
    );
    return rows.map(({ id }) => id);
  };
  const before = await ids();
  await world.backend.db.query(
    `update forms set woo_product_id = null, content_digest = 'of then' where woo_product_id = $1`,
    [HALL],
  );
  await world.backend.db.query(`update form_fields set type = 'checkbox' where form_id = $1`, [before[0]]);
  expect((await ticketOf(3200)).tick_boxes).toEqual(['fooevents_custom_1_option']);
  await sync('full');
  expect(await ids()).toEqual(before);
});

const DIET = 'fooevents_custom_diet';
const VEGETARIAN = 'fooevents_custom_1_option';

async function change(id: string, body: object) {
  return await world.ask('operator', 'PATCH', `/api/v1/tickets/${id}/`, body);
}

async function taquilla(...args: readonly string[]) {
  const env = { DATABASE_URL: database.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' };
  return await callTaquilla(args, { env });
}

it('an unanswered question of an attendee is listed, and answered over the API; every sync keeps the answer', async () => {
  const before = await ticketOf(3202);
  expect(before.form_data).toEqual([]);
  expect(before.unanswered).toEqual([
    { key: VEGETARIAN, label: 'Vegetarian', type: 'checkbox', options: [], required: false },
    { key: DIET, label: 'Diet', type: 'select', options: [], required: false },
  ]);
  const given = { version: before.version, form_data: [{ key: DIET, value: 'Vegan' }] };
  expect((await change(before.id, given)).statusCode).toBe(200);
  expect((await change(before.id, given)).statusCode).toBe(200);
  const answer = { key: DIET, label: 'Diet', value: 'Vegan' };
  for (const depth of ['quick', 'sweep', 'full'] as const) {
    await sync(depth);
    const after = await ticketOf(3202);
    expect(after.form_data).toEqual([answer]);
    expect(after.edits).toEqual([{ field: 'form_data', ours: [answer], store: [] }]);
    expect(after.unanswered.map(({ key }) => key)).toEqual([VEGETARIAN]);
  }
  const { version } = await ticketOf(3202);
  expect((await change(before.id, { version, revert: ['form_data'] })).statusCode).toBe(200);
  expect((await ticketOf(3202)).form_data).toEqual([]);
});

it('a question of another product, or one whose answer has another key, cannot be answered', async () => {
  const open = await ticketOf(3202);
  await shop.exec(postMetas(3202, { fooevents_custom_Diet: 'None' }));
  await sync('sweep');
  const imported = await ticketOf(3202);
  expect(imported.unanswered.map(({ key }) => key)).toEqual([VEGETARIAN]);
  for (const [version, key] of [
    [imported.version, DIET],
    [imported.version, 'fooevents_custom_other'],
    [open.version, 'fooevents_custom_other'],
  ] as const) {
    const reply = await change(open.id, { version, form_data: [{ key, value: 'x' }] });
    expect([key, reply.statusCode, Object.keys(reply.json().errors)]).toEqual([key, 400, ['form_data']]);
  }
  await shop.exec(`delete from wp_postmeta where post_id = 3202 and meta_key = 'fooevents_custom_Diet'`);
  await sync('sweep');
});

it('an answer of an old version of the plugin, which has the number of its field as key, is a tick like any other', async () => {
  const key = 'fooevents_custom_option_1';
  await shop.exec(postMetas(3202, { [key]: '1' }));
  await sync('sweep');
  const before = await ticketOf(3202);
  expect(before.form_data).toEqual([{ key, label: 'Vegetarian', value: '1' }]);
  expect(before.tick_boxes).toContain(key);
  expect(before.unanswered.map(({ key: open }) => open)).toEqual([DIET]);
  const cleared = await change(before.id, { version: before.version, form_data: [{ key, value: '' }] });
  expect(cleared.statusCode, cleared.body).toBe(200);
  await sync('full');
  expect((await ticketOf(3202)).form_data).toEqual([{ key, label: 'Vegetarian', value: '' }]);
  const { version } = await ticketOf(3202);
  await change(before.id, { version, revert: ['form_data'] });
  await shop.exec(`delete from wp_postmeta where post_id = 3202 and meta_key = '${key}'`);
  await sync('sweep');
  expect((await ticketOf(3202)).form_data).toEqual([]);
});

it('the command line shows unanswered questions, and answers them by label or key', async () => {
  const { id } = await ticketOf(3202);
  const shown = await taquilla('tickets', 'show', id);
  expect(shown.stdout).toMatch(/Vegetarian +│ –/);
  const edited = await taquilla(
    'tickets',
    'edit',
    id,
    '--answer',
    'Diet=None = all',
    '--answer',
    `${VEGETARIAN}=1`,
  );
  expect([edited.exitCode, edited.stderr]).toEqual([0, '']);
  expect((await ticketOf(3202)).form_data.map(({ key, value }) => [key, value])).toEqual([
    [VEGETARIAN, '1'],
    [DIET, 'None = all'],
  ]);
  const refused = await taquilla('tickets', 'edit', id, '--answer', 'Colour=red');
  expect([refused.exitCode, refused.stderr]).toEqual([
    64,
    expect.stringContaining('--answer: The ticket has no answer'),
  ]);
  expect(await taquilla('tickets', 'edit', id, '--take-back', 'answers')).toMatchObject({ exitCode: 0 });
  expect((await ticketOf(3202)).form_data).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDoubles } from '../../src/backend/configurations/double-list.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => {
  await world.close();
});

let lastProduct = 500_000;

/** A product that is not configured yet. */
function freshProduct(): number {
  lastProduct += 1;
  return lastProduct;
}

async function create(product: number, body: Readonly<Record<string, unknown>> = {}) {
  const given = { ...BODY, woocommerce_product_id: product, ...body };
  const reply = await world.ask('superuser', 'POST', 'configurations/', given);
  return { status: reply.statusCode, body: reply.json() };
}

async function configurationsOf(product: number): Promise<number> {
  const { rows } = await world.backend.db.query(
    'select from sync_configurations where woo_product_id = $1 and deleted_at is null',
    [product],
  );
  return rows.length;
}

describe('one product', () => {
  test('is configured for another organizer only if the request says so', async () => {
    const product = freshProduct();
    const first = await create(product);
    expect(first.status).toBe(201);
    const other = { organizer_email: 'another@example.com' };
    const refused = await create(product, other);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'configuration.another-organizer',
        configuration: {
          id: first.body.id,
          event_name: BODY.event_name,
          organizer_email: BODY.organizer_email,
        },
      },
    });
    expect(await configurationsOf(product)).toBe(1);
    expect((await create(product, { ...other, another_organizer: false })).status).toBe(409);
    expect((await create(product, { ...other, another_organizer: true })).status).toBe(201);
    // It accepts only another organizer.
    expect((await create(product, { ...other, another_organizer: true })).body.code).toBe(
      'configuration.exists',
    );
  });

  test('of two simultaneous requests has one configuration', async () => {
    const product = freshProduct();
    const made = await Promise.all(Array.from({ length: 6 }, async () => await create(product)));
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    const others = ['a', 'b', 'c', 'd'].map((name) => ({ organizer_email: `${name}@example.com` }));
    const fresh = freshProduct();
    const made2 = await Promise.all(others.map(async (body) => await create(fresh, body)));
    expect(made2.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  });

  test('and one of its variations at the same time: one of them wins', async () => {
    for (let round = 0; round < 4; round += 1) {
      const product = freshProduct();
      const made = await Promise.all([
        create(product),
        create(product, { woocommerce_variation_id: 5 }),
        create(product, { woocommerce_variation_id: 6 }),
      ]);
      const won = made.map(({ status }) => status);
      for (const { body } of made.filter(({ status }) => status === 409)) {
        expect(body).toMatchObject({
          code: 'configuration.product-and-variation',
          errors: {
            non_field_errors: [
              'A product and one of its variations cannot both be configured for one organizer.',
            ],
          },
        });
      }
      // Two variations are two events; the product and one of its variations are not.
      expect([
        [201, 409, 409],
        [409, 201, 201],
      ]).toContainEqual(won);
    }
  });

  test('is the same in every form of its store’s pinned address', async () => {
    for (const url of [
      'http://tienda.example.com',
      'https://www.tienda.example.com/',
      'HTTPS://WWW.Tienda.Example.com:443',
    ]) {
      const product = freshProduct();
      const { body } = await create(product);
      await world.backend.db.query('update sync_configurations set pinned_site_url = $2 where id = $1', [
        body.id,
        url,
      ]);
      expect([url, (await create(product)).body.code]).toEqual([url, 'configuration.exists']);
    }
    const product = freshProduct();
    const { body } = await create(product);
    await world.backend.db.query(`update sync_configurations set pinned_site_url = $2 where id = $1`, [
      body.id,
      'https://tienda.example.com/otra',
    ]);
    const { status, body: refused } = await create(product);
    expect([status, refused.code]).toEqual([422, 'store.address-changed']);
  });

  test('may be configured again after a deletion', async () => {
    const product = freshProduct();
    const { body } = await create(product);
    expect((await world.ask('superuser', 'DELETE', `configurations/${body.id}/`)).statusCode).toBe(204);
    expect((await create(product, { event_name: 'A new name' })).status).toBe(201);
  });
});

test('doubles of version 0.1 are found, each compared with the first one', async () => {
  const { db } = world.backend;
  const [pair, family] = [freshProduct(), freshProduct()];
  const first = (await create(pair)).body.id;
  const shop = (await create(pair, { organizer_email: 'b@example.com', another_organizer: true })).body.id;
  const whole = (await create(family)).body.id;
  const copy = async (id: string, values: string): Promise<string> => {
    const { rows } = await db.query(
      `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, woo_variation_id,
         event_name, pinned_site_url, pinned_table_prefix)
       select gen_random_uuid(), 'double', organizer_id, credentials_id, woo_product_id, ${values}, pinned_table_prefix
       from sync_configurations where id = $1 returning id`,
      [id],
    );
    return String(rows[0].id);
  };
  const again = await copy(first, `null, 'Again', 'http://www.tienda.example.com'`);
  const part = await copy(whole, `7, 'A part', pinned_site_url`);
  const found = (await listDoubles(db)).filter(({ id }) => [first, shop, whole, again, part].includes(id));
  expect(found.map(({ id, eventName, of, sameOrganizer }) => [id, eventName, of.id, sameOrganizer])).toEqual([
    [shop, BODY.event_name, first, false],
    [again, 'Again', first, true],
    [part, 'A part', whole, true],
  ]);
});

describe('a further product of an event', () => {
  async function add(configurationId: string, product: number): Promise<void> {
    await world.backend.db.query(
      'insert into sync_configuration_products (configuration_id, woo_product_id, position) values ($1, $2, 1)',
      [configurationId, product],
    );
  }

  test('is refused by the database as well if the organizer has it already', async () => {
    const [first, second, third, further] = [freshProduct(), freshProduct(), freshProduct(), freshProduct()];
    const { body } = await create(first, { woocommerce_product_ids: [first, further] });
    const other = (await create(second)).body;
    await create(third, { woocommerce_variation_id: 5 });
    for (const product of [first, further, third]) {
      await expect(add(other.id, product)).rejects.toMatchObject({
        constraint: 'sync_configuration_products_one_organizer',
      });
    }
    await expect(add(body.id, first)).rejects.toMatchObject({
      constraint: 'sync_configuration_products_further',
    });
    const copied = world.backend.db.query(
      `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, woo_variation_id,
         event_name, pinned_site_url, pinned_table_prefix)
       select gen_random_uuid(), 'copy', organizer_id, credentials_id, $2, 7, 'Copy', pinned_site_url,
         pinned_table_prefix from sync_configurations where id = $1`,
      [body.id, further],
    );
    await expect(copied).rejects.toMatchObject({
      constraint: 'sync_configuration_products_one_organizer',
    });
  });

  test('of two simultaneous requests is added to one event', async () => {
    for (let round = 0; round < 3; round += 1) {
      const further = freshProduct();
      const made = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const product = freshProduct();
          return await create(product, { woocommerce_product_ids: [product, further] });
        }),
      );
      expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    }
  });

  test('is free again once it was removed, or its configuration was deleted', async () => {
    const [first, further] = [freshProduct(), freshProduct()];
    const { body } = await create(first, { woocommerce_product_ids: [first, further] });
    expect((await create(further)).body.code).toBe('configuration.exists');
    const alone = { woocommerce_product_ids: [first] };
    const changed = await world.ask('superuser', 'PATCH', `configurations/${body.id}/`, alone);
    expect(changed.json().woocommerce_product_ids).toEqual([first]);
    const own = (await create(further)).body;
    expect(own.woocommerce_product_ids).toEqual([further]);
    expect((await world.ask('superuser', 'DELETE', `configurations/${own.id}/`)).statusCode).toBe(204);
    const again = { woocommerce_product_ids: [first, further] };
    const added = await world.ask('superuser', 'PATCH', `configurations/${body.id}/`, again);
    expect(added.json().woocommerce_product_ids).toEqual([first, further]);
  });
});

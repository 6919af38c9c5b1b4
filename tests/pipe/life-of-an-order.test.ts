import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIn, undoCheckIn } from '../../src/backend/check-ins/local-gate.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Here, type LifeCase, TALLER } from './life/life-case.ts';
import { MONEY_CASES } from './life/money-cases.ts';
import { ORDER_CASES } from './life/order-cases.ts';
import { type Story, storyOf } from './life/story.ts';
import { TICKET_CASES } from './life/ticket-cases.ts';
import { changedIds, rowIds } from './row-ids.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const CASES: readonly LifeCase[] = [...ORDER_CASES, ...MONEY_CASES, ...TICKET_CASES];
const EVENTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID, TALLER];

/** Every case has a separate order in one store, which is synced once before and once after the changes. */
describe.each(['hpos', 'posts'] as const)('an order in a store of layout %s', (layout) => {
  let database: StoreDatabase;
  let backend: Backend;
  let editor: StoreEditor;
  let idsBefore: ReadonlyMap<string, string>;
  const orders = new Map<LifeCase, number>();
  const first = new Map<LifeCase, Story | null>();

  beforeAll(async () => {
    database = await freshStoreDatabase();
    const { store } = await makeDemoStore({ url: database.url, orders: 20, seed: 3, layout });
    editor = await StoreEditor.open(database.url, store);
    backend = await freshBackend();
    for (const one of CASES) orders.set(one, await one.born(editor));
    await syncAll();
    idsBefore = await rowIds(backend.db);
    for (const one of CASES) first.set(one, await story(one));
    // The removal guard would stop so many changes at once.
    await backend.db.query('update sync_configurations set max_removal_percent = 100');
    for (const one of CASES) await one.happens(editor, orderOf(one), here);
    await syncAll();
  });
  afterAll(async () => {
    await editor.close();
    await backend.close();
    await database.drop();
  });

  const here: Here = {
    checkIn: async (post, day = 1) => void (await checkIn(backend.db, await word(post, day))),
    undo: async (post, day = 1) => void (await undoCheckIn(backend.db, await word(post, day))),
  };

  async function word(post: number, day: number) {
    const { rows } = await backend.db.query<{ id: string }>(
      'select id from tickets where woo_ticket_id = $1',
      [post],
    );
    return { ticketId: rows[0]?.id ?? '', day, madeBy: null, now: new Date() };
  }

  async function syncAll() {
    const counts = [];
    for (const product of EVENTS) {
      const { report } = await syncProduct(backend, { storeUrl: database.url, product });
      const differences = report.proof.filter(({ equal }) => !equal);
      expect({ product, ...report, differences }).toMatchObject({
        verification: 'verified',
        differences: [],
        rejects: [],
      });
      counts.push(report.counts);
    }
    return counts;
  }

  function orderOf(one: LifeCase): number {
    return orders.get(one) ?? 0;
  }

  async function story(one: LifeCase, product = one.of ?? MAIN_EVENT_ID): Promise<Story | null> {
    return await storyOf(backend.db, product, orderOf(one));
  }

  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    if (one.first !== undefined) expect(first.get(one)).toMatchObject(one.first);
    const now = await story(one);
    if (one.says === null) expect(now).toBeNull();
    else expect(now).toMatchObject(one.says);
    if (one.elsewhere === undefined) return;
    const [product, says] = one.elsewhere;
    const there = await story(one, product);
    if (says === null) expect(there).toBeNull();
    else expect(there).toMatchObject(says);
  });

  it('keeps the id of every row throughout', async () => {
    expect(idsBefore.size).toBeGreaterThan(200);
    expect(changedIds(idsBefore, await rowIds(backend.db))).toEqual([]);
  });

  it('is written once: a further execution writes nothing', async () => {
    for (const counts of await syncAll()) {
      for (const kind of Object.values(counts)) {
        expect(kind).toMatchObject({ created: 0, updated: 0, removed: 0 });
      }
    }
  });
});

import { editEvent, editProduct, editVariation } from '../../../src/demo/edit/product-changes.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import type { HistoryWorld, Step } from './history-world.ts';

const EVENTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID] as const;

/** Changes of products, of the site, of the settings here, and local check-ins. */
export const OTHER_STEPS: readonly Step[] = [
  {
    name: 'product renamed',
    async take({ store, random }) {
      await editProduct(store, random.pick(EVENTS), { title: `Evento ${random.between(1, 999)} &amp; más` });
      return true;
    },
  },
  {
    name: 'product trashed, or back',
    async take({ store, random }) {
      const product = store.product(random.pick(EVENTS));
      await editProduct(store, product.id, { status: product.status === 'trash' ? 'publish' : 'trash' });
      return true;
    },
  },
  {
    name: 'venue changed',
    async take({ store, random }) {
      await editEvent(store, random.pick(EVENTS), { venue: `Sala ${random.between(1, 99)}` });
      return true;
    },
  },
  {
    name: 'variation repriced',
    async take({ store, random }) {
      const price = { CLP: BigInt(random.between(1, 90)) * 100_000_000_000n, USD: 1_000_000_000n };
      await editVariation(store, MAIN_EVENT_ID, 173_912, { price });
      return true;
    },
  },
  {
    name: 'analytics job runs',
    async take({ store, random, silent }) {
      await store.runScheduler(silent && random.chance(20) ? 'forget' : 'keep');
      return true;
    },
  },
  {
    name: 'time passes',
    async take({ store, random }) {
      store.pass(random.between(600, 90_000));
      return true;
    },
  },
  {
    name: 'store moved to other tables',
    async take({ store, random }) {
      if (!random.chance(40)) return false;
      await store.switchLayout(random.pick(['hpos', 'posts', 'compatibility']));
      return true;
    },
  },
  { name: 'let in here', take: async (world) => await world.atLocalGate('in') },
  { name: 'undone here', take: async (world) => await world.atLocalGate('out') },
  { name: 'renamed here', take: async (world) => await world.renameHere() },
  { name: 'rename taken back here', take: async (world) => await world.revertHere() },
  { name: 'fee changed', take: async (world) => await changeFee(world) },
  { name: 'status mapped', take: async (world) => await changeMapping(world) },
];

async function changeFee(world: HistoryWorld): Promise<boolean> {
  const fee = world.random.pick([0, 5, 10, 12, 100]);
  world.settings = { ...world.settings, fee };
  await world.backend.db.query('update sync_configurations set service_fee_percentage = $1', [fee]);
  return true;
}

async function changeMapping(world: HistoryWorld): Promise<boolean> {
  // The mapping of a configuration that does not exist yet cannot be set.
  const { rowCount } = await world.backend.db.query('select from sync_configurations');
  if (rowCount !== EVENTS.length) return false;
  const validado = world.random.pick(['paid', 'pending', 'cancelled', null]);
  world.settings = { ...world.settings, validado };
  const mapping = validado === null ? {} : { validado };
  await world.backend.db.query('update sync_configurations set status_mapping = $1', [
    JSON.stringify(mapping),
  ]);
  return true;
}

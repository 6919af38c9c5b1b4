import type { AskedStore } from '../../src/configurations/ask-store.ts';
import type { StoreAccess } from '../../src/http/api-deps.ts';
import { generateKeyPair, requireUsableKeys } from '../../src/woocommerce/connect/ssh/ssh-key.ts';
import { NOTHING_TO_WEIGH } from '../woocommerce/nothing-to-weigh.ts';

const REACHED = {
  success: true,
  failed: null,
  transport: 'direct',
  durationMs: 1,
  steps: [],
  hostKey: null,
  serverKey: null,
} as const;

const FIXED_PLACE = {
  siteUrl: 'https://tienda.example.com',
  tablePrefix: 'wp_',
  productCreatedAtUtc: new Date('2025-01-01T00:00:00Z'),
};

/** What that store says of itself. */
export const FIXED_ANSWERS: AskedStore = {
  ...FIXED_PLACE,
  ownTimezone: null,
  find: async () => ({
    ...FIXED_PLACE,
    ...NOTHING_TO_WEIGH,
  }),
  figures: async () => ({ orders: 0, newestChangeAtUtc: null }),
};

/** A store that is always there, for what is not about stores. */
export const FIXED_STORE: StoreAccess = {
  ask: async (_credentialsId, _product, _signal, use) => await use(FIXED_ANSWERS),
  test: async () => REACHED,
  testStored: async () => REACHED,
  products: async () => [],
  newKeyPair: generateKeyPair,
  requireUsableKeys,
  words: () => ({ label: (step) => step, advice: () => ({ means: '', todo: '' }) }),
};

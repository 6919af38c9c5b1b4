import type { AskedStore } from '../../src/configurations/ask-store.ts';
import type { StoreAccess } from '../../src/http/api-deps.ts';
import { AppError } from '../../src/kernel/errors.ts';
import type { StoreIdentity } from '../../src/source/source.ts';
import type { StoreEvent } from '../../src/ticketing/model/store-event.ts';
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

const FIXED_EVENT: StoreEvent = {
  wooProductId: 1,
  title: 'Event',
  description: null,
  sourceStatus: 'publish',
  ticketSource: 'fooevents',
  issuingStatuses: ['completed'],
  startsAtUtc: null,
  endsAtUtc: null,
  timezone: 'UTC',
  venue: null,
  numDays: 1,
  keepsDays: false,
  createdAtUtc: FIXED_PLACE.productCreatedAtUtc,
  currency: 'CLP',
  tiers: [],
  form: null,
  slots: [],
};

/** The store's data about itself. */
export const FIXED_ANSWERS: AskedStore = {
  ...FIXED_PLACE,
  ownTimezone: null,
  find: async () => ({
    ...FIXED_PLACE,
    ...NOTHING_TO_WEIGH,
  }),
  figures: async () => ({ orders: 0, newestChangeAtUtc: null }),
};

const FIXED_IDENTITY: StoreIdentity = {
  ...FIXED_PLACE,
  layout: 'hpos',
  currency: 'CLP',
  timezone: 'UTC',
  ownTimezone: null,
  serverVersion: '10.11',
  readsLatin1: false,
  orderNumberMeta: null,
  renewalsOweTickets: true,
  warnings: [],
};

/** A store that is always reachable, for tests that are not about stores. */
export const FIXED_STORE: StoreAccess = {
  ask: async (_credentialsId, _product, _signal, use) => await use(FIXED_ANSWERS),
  read: async (_credentialsId, use) =>
    await use({
      identify: async () => FIXED_IDENTITY,
      readEvent: async (wooProductId) => ({ ...FIXED_EVENT, wooProductId }),
      readTranslations: async () => [],
      findStore: async () => ({ ...FIXED_PLACE, ...NOTHING_TO_WEIGH }),
      openSnapshot: async () => {
        throw new AppError({ code: 'preview.never-synced', message: 'There is nothing to compare with.' });
      },
    }),
  test: async () => REACHED,
  testStored: async () => REACHED,
  products: async () => [],
  newKeyPair: generateKeyPair,
  requireUsableKeys,
  words: () => ({ label: (step) => step, advice: () => ({ means: '', todo: '' }) }),
};

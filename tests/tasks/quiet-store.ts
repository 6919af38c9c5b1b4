import { AppError, throwIfAborted } from '../../src/kernel/errors.ts';
import type { StorePage, StoreSelection, StoreSource } from '../../src/source/source.ts';
import type { StoreTest } from '../../src/tasks/test-connection.ts';
import { NOTHING_TO_WEIGH } from '../woocommerce/nothing-to-weigh.ts';

export const SITE = 'https://store.example.com';
const CREATED = new Date('2025-01-01T00:00:00Z');

/** The behaviour of a test's store, which may change while it is in use. */
export interface QuietStoreState {
  /** What opening it throws. */
  failure: AppError | null;
  /** Empty pages of a reading; each one waits for `gate`. */
  pages: number;
  gate: (() => Promise<void>) | null;
  /** Snapshots that are open now, and the largest number that was open at once. */
  open: number;
  mostOpen: number;
  opened: number;
}

export function quietState(): QuietStoreState {
  return { failure: null, pages: 0, gate: null, open: 0, mostOpen: 0, opened: 0 };
}

export const AWAY = new AppError({
  code: 'store.unreachable',
  message: 'The store’s database cannot be reached.',
});

/**
 * A store of the engine's port without orders: for tests of when an execution runs, and not of what it reads.
 */
export function quietStore(state: QuietStoreState): StoreSource {
  return {
    identify: async () => {
      if (state.failure !== null) throw state.failure;
      return {
        siteUrl: SITE,
        tablePrefix: 'wp_',
        layout: 'hpos',
        currency: 'CLP',
        timezone: 'America/Santiago',
        ownTimezone: 'America/Santiago',
        readsLatin1: false,
        orderNumberMeta: null,
        renewalsOweTickets: true,
        serverVersion: '10.11',
        warnings: [],
      };
    },
    readTranslations: async () => [],
    readEvent: async (wooProductId) => ({
      wooProductId,
      title: `Event ${wooProductId}`,
      description: null,
      sourceStatus: 'publish',
      ticketSource: 'line_items',
      issuingStatuses: ['completed'],
      startsAtUtc: null,
      endsAtUtc: null,
      timezone: 'America/Santiago',
      venue: null,
      numDays: 1,
      keepsDays: true,
      createdAtUtc: CREATED,
      currency: 'CLP',
      tiers: [{ wooVariationId: 0, name: null, attributes: {}, price: null, stockLeft: null }],
      form: null,
      slots: [],
    }),
    findStore: async () => ({
      siteUrl: SITE,
      tablePrefix: 'wp_',
      productCreatedAtUtc: CREATED,
      ...NOTHING_TO_WEIGH,
    }),
    openSnapshot: async (_event, signal) => {
      state.open += 1;
      state.opened += 1;
      state.mostOpen = Math.max(state.mostOpen, state.open);
      return {
        takenAtUtc: new Date(),
        newTicketsOf: async () => [],
        selectWhole: async () => selection(state, 1, signal),
        selectSome: async () => selection(state, 1, signal),
        changes: {
          readCursor: async () => SIGNALS,
          findSince: async () => ({ ...SIGNALS, ...NOTHING, lateRows: NOTHING, isComplete: true }),
        },
        digests: {
          tables: {},
          take: async () => [],
          takeOrders: async () => new Map(),
          rowsInRanges: async () => NOTHING,
        },
        rangeCounts: null,
        ticketPlaces: async () => new Map(),
        findRowsOf: async () => ({ orderIds: [], ticketIds: [] }),
        existingOrders: async () => new Set<number>(),
        countWhole: async () => ({
          orders: [],
          tickets: [],
          pending: [],
          slots: [],
          seatRows: [],
          pendingPlaces: [],
          unplacedOrderIds: [],
        }),
        countOrders: async () => [],
        close: async () => {
          state.open -= 1;
        },
      };
    },
    close: async () => undefined,
  };
}

const SIGNALS = { cursor: { readToUtc: CREATED, state: {} }, newestChangeAtUtc: null };
const NOTHING = { orderIds: [], ticketIds: [] };

/** @param first the first page */
function selection(state: QuietStoreState, first: number, signal: AbortSignal): StoreSelection {
  return {
    expected: { orders: 0, tickets: 0 },
    readPages: () => pages(state, first, signal),
    splitAt: ({ phase, id }) => ({
      again: selection(state, state.pages + 1, signal),
      rest: selection(state, phase === 'orders' ? id + 1 : state.pages + 1, signal),
      againRows: NOTHING,
      skippedRows: NOTHING,
    }),
  };
}

async function* pages(state: QuietStoreState, first: number, signal: AbortSignal): AsyncGenerator<StorePage> {
  for (let id = first; id <= state.pages; id += 1) {
    await state.gate?.();
    throwIfAborted(signal);
    const position = { phase: 'orders', id } as const;
    yield { orders: [], orphans: [], rejects: [], notes: [], passedOver: NOTHING, position };
  }
}

/** The result of a connection test of such a store. */
export function quietTest({ failure }: QuietStoreState): StoreTest {
  if (failure === null) return { success: true, failed: null, steps: [] };
  const { kind, code, message } = failure;
  return { success: false, failed: { kind, code }, steps: [{ code, message }] };
}

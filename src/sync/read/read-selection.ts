import { analyzeTables } from '../../backend/loader/analyze-tables.ts';
import { throwIfAborted } from '../../kernel/errors.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { FoundRows, StorePage, StoreSelection } from '../../source/source.ts';
import { loadPage, type Pass } from '../load/load-page.ts';
import type { EventSync } from '../model/event-sync.ts';
import type { ComparedRows } from '../proof/compared-rows.ts';
import { proveTouched } from '../proof/prove.ts';
import type { Reading } from './reading.ts';

/**
 * The number of orders on a page. It is large enough that round trips cost little, and small enough that an
 * interruption loses little.
 */
export const PAGE_ORDERS = 500;

/** The pages of a first sync after which the backend's statistics are taken, each time of four times as many rows. */
const ANALYZED_PAGES: readonly number[] = [2, 8, 32];

const NOTHING_HELD: ReadonlySet<string> = new Set();

/** How a selection is read. */
interface HowToRead {
  readonly selection: StoreSelection;
  readonly pass: Pass;
  /** In the pass `deferred`: the tickets that the removal guard holds. */
  readonly held?: ReadonlySet<string>;
  /** The tickets that the proof of the rows just read counts, see `proveTouched`. */
  readonly tickets: 'read' | 'all';
  readonly compared: ComparedRows;
  readonly onPage: (reading: Reading) => Promise<void>;
}

/**
 * Reads a selection page by page, loads each page with its checkpoint, proves it, and records it in `reading`.
 */
export async function readSelection(
  sync: EventSync,
  { selection, pass, held = NOTHING_HELD, tickets, compared, onPage }: HowToRead,
  reading: Reading,
  signal: AbortSignal,
): Promise<void> {
  const { db, tally, pageOrders = PAGE_ORDERS } = sync;
  await onPage(reading);
  let loadedPages = 0;
  const pages = selection.readPages(null, pageOrders, signal)[Symbol.asyncIterator]();
  // A page is proved while the next one is loaded, so the store and the backend work at the same time.
  let proving: ReturnType<typeof proveTouched> = Promise.resolve([]);
  let proved: { readonly page: StorePage; readonly left: FoundRows } | null = null;
  const proven = async (): Promise<void> => {
    const differences = await tally.timed('prove', async () => await proving);
    reading.differences.push(...differences);
    if (proved !== null) compared.note(proved.page, proved.left, differences, pass === 'first');
    proved = null;
    proving = Promise.resolve([]);
  };
  try {
    for (;;) {
      const next = await tally.timed('read', async () => await pages.next());
      if (next.done === true) {
        await proven();
        return;
      }
      throwIfAborted(signal);
      passPoint('after a page is read');
      const page = next.value;
      const how = { pass, held, compared: compared.take() };
      const loaded = await tally.timed('load', async () => await loadPage(sync, page, how));
      loadedPages += 1;
      if (sync.last === null && pass === 'first' && ANALYZED_PAGES.includes(loadedPages)) {
        await tally.timed('load', async () => await analyzeTables(db));
      }
      const before = { orders: reading.orders, tickets: reading.tickets };
      const provable = pass === 'deferred' ? reading.noteReleased(page, loaded) : reading.note(page, loaded);
      tally.ownReading.orders += reading.orders - before.orders;
      tally.ownReading.tickets += reading.tickets - before.tickets;
      await proven();
      proved = { page, left: loaded.left };
      proving = proveTouched(sync, provable, tickets, signal);
      // The promise is awaited later. Until then, its rejection must not end the process.
      proving.catch(() => undefined);
      await onPage(reading);
    }
  } finally {
    await pages.return?.();
    await Promise.allSettled([proving]);
  }
}

import { throwIfAborted } from '../kernel/errors.ts';
import { passPoint } from '../kernel/point.ts';
import { loadPage, type PageTarget } from './load-page.ts';
import { proveTouched } from './prove.ts';
import { Reading } from './reading.ts';
import type { ProofRow } from './report.ts';
import type { StoreSelection, StoreSnapshot } from './store-source.ts';
import type { SyncDeps, SyncJob } from './sync-event.ts';

/** Orders a page: large enough that round trips do not count, small enough to lose little. */
const PAGE_ORDERS = 500;

/**
 * Reads a selection page by page, loads each page with its checkpoint and proves it.
 *
 * @param tickets what the touched proof counts, as `proveTouched` has it
 */
export async function readSelection(
  { db }: Pick<SyncDeps, 'db'>,
  { tally }: Pick<SyncJob, 'tally'>,
  snapshot: StoreSnapshot,
  selection: StoreSelection,
  target: PageTarget,
  tickets: 'read' | 'all',
  onPage: (reading: Reading) => Promise<void>,
  signal: AbortSignal,
): Promise<Reading> {
  const reading = new Reading();
  await onPage(reading);
  const pages = selection.readPages(null, PAGE_ORDERS, signal)[Symbol.asyncIterator]();
  // A page is proven while the next one is loaded: the store and the backend work at the same time.
  let proving: Promise<readonly ProofRow[]> = Promise.resolve([]);
  const proven = async (): Promise<void> => {
    reading.differences.push(...(await tally.timed('prove', async () => await proving)));
  };
  try {
    for (;;) {
      const next = await tally.timed('read', async () => await pages.next());
      if (next.done === true) {
        await proven();
        return reading;
      }
      throwIfAborted(signal);
      passPoint('after a page is read');
      const page = next.value;
      const loaded = await tally.timed('load', async () => await loadPage(db, page, target, tally));
      const provable = reading.note(page, loaded);
      await proven();
      proving = proveTouched(db, snapshot, target.event.id, provable, tickets, signal);
      // Heard when its turn comes; until then its failure is nobody's.
      proving.catch(() => undefined);
      await onPage(reading);
    }
  } finally {
    await pages.return?.();
    await Promise.allSettled([proving]);
  }
}

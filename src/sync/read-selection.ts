import { throwIfAborted } from '../kernel/errors.ts';
import { passPoint } from '../kernel/point.ts';
import { loadPage, type PageTarget } from './load-page.ts';
import { proveTouched } from './prove.ts';
import type { Reading } from './reading.ts';
import type { ProofRow } from './report.ts';
import type { StoreSelection, StoreSnapshot } from './store-source.ts';
import type { SyncDeps, SyncJob } from './sync-event.ts';

/** Orders a page: large enough that round trips do not count, small enough to lose little. */
const PAGE_ORDERS = 500;

/** How a selection is read. */
interface HowToRead {
  readonly selection: StoreSelection;
  /** What the touched proof counts, as `proveTouched` has it. */
  readonly tickets: 'read' | 'all';
  /** What takes away active tickets is held back, or it was and is now written. */
  readonly losses: 'hold' | 'write';
  readonly onPage: (reading: Reading) => Promise<void>;
}

/** Reads a selection page by page, loads each page with its checkpoint, proves it, and notes it in `reading`. */
export async function readSelection(
  { db }: Pick<SyncDeps, 'db'>,
  { tally }: Pick<SyncJob, 'tally'>,
  snapshot: StoreSnapshot,
  target: PageTarget,
  { selection, tickets, losses, onPage }: HowToRead,
  reading: Reading,
  signal: AbortSignal,
): Promise<void> {
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
        return;
      }
      throwIfAborted(signal);
      passPoint('after a page is read');
      const page = next.value;
      const loaded = await tally.timed('load', async () => await loadPage(db, page, target, losses, tally));
      const provable = losses === 'hold' ? reading.note(page, loaded) : reading.noteReleased(page, loaded);
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

import { getShownPreview } from '../../backend/previews/preview-records.ts';
import { AppError } from '../../kernel/errors.ts';
import type { StoreSnapshot } from '../../source/source.ts';
import type { SyncRequest } from '../model/event-sync.ts';
import { compareEvent } from './preview-event.ts';
import { movedRows } from './shown-differences.ts';

/** How many rows a sentence names. */
const MOST_NAMED = 10;

/**
 * Compares store and backend before an execution of a kept preview writes anything. The execution then reads the same
 * snapshot, so it does exactly what was shown.
 *
 * @throws conflict `preview.moved` if something else would change now; missing `preview.none`
 */
export async function requireShown(
  { db, now, configuration, identity, storeEvent, otherProducts, execution, note }: SyncRequest,
  snapshot: StoreSnapshot,
  previewId: string,
  signal: AbortSignal,
): Promise<void> {
  const shown = await getShownPreview(db, previewId);
  const { targets } = execution;
  const compared = { configuration, identity, event: storeEvent, otherProducts, snapshot, targets };
  const present = await compareEvent({ db, now }, compared, signal).catch((thrown: unknown) => {
    // The store deleted the orders that the preview showed as new.
    if (thrown instanceof AppError && thrown.code === 'execution.orders-not-of-event') return null;
    throw thrown;
  });
  if (present?.digest === shown.digest) {
    await note('info', 'store and backend differ exactly as the preview showed', { preview: previewId });
    return;
  }
  const moved = movedRows(shown.shownRows, present?.shownRows ?? []);
  const named = moved.slice(0, MOST_NAMED);
  const more = moved.length > named.length ? ' …' : '';
  const rows = named.length === 0 ? '' : `: ${named.join(', ')}${more}`;
  throw new AppError({
    code: 'preview.moved',
    message: `Something else would change than this preview showed, so nothing was written${rows}.`,
    details: { preview: previewId, moved: moved.length, rows: named },
  });
}

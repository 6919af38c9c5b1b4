import type { EventScope } from '../ticketing/membership.ts';
import type { ChangeCursor, FoundRows } from './source.ts';

/** An event that is watched. */
export interface WatchedEvent {
  /** The caller's own name for it. */
  readonly key: string;
  readonly scope: EventScope;
}

/** What moved in the store since the last question. It is a reason to read rows, and never their data. */
export interface StoreMoves {
  /** Where the next question begins. */
  readonly cursor: ChangeCursor;
  /** All orders and tickets of the store that moved. */
  readonly moved: FoundRows;
  /** Rows that appeared below the cursor: only those that the backend does not have are new. */
  readonly lateRows: FoundRows;
  /** Those of them that now belong to a watched event, by its key. */
  readonly ofEvents: ReadonlyMap<string, FoundRows>;
  /** False if more moved than is named here. */
  readonly isComplete: boolean;
}

/** An optional capability: one kept connection that is asked again and again whether anything changed. */
export interface StoreWatch {
  /** False once the connection has ended. */
  readonly isOpen: boolean;
  /**
   * @param since null: only the present position is read
   * @param events at least one
   * @throws unavailable, config `store.*`; aborted
   */
  ask(since: ChangeCursor | null, events: readonly WatchedEvent[], signal: AbortSignal): Promise<StoreMoves>;
}

import type { Row } from './store-connection.ts';

/** Callbacks for one statement. Exactly one of `done` and `failed` is called, and only once. */
export interface StatementListener {
  /** Called for each row when it arrives. */
  readonly row: (row: Row) => void;
  readonly done: () => void;
  /** `fatal` means that the connection is lost as well. */
  readonly failed: (error: unknown, fatal: boolean) => void;
}

/**
 * The connection to a database over any transport. Statements are answered one after the other, in the order in
 * which they were sent. After `destroy`, no callback is called.
 */
export interface StatementDriver {
  run(sql: string, listener: StatementListener): void;
  /** Called once if the connection is lost, also between statements. */
  onLost(listener: (error: unknown) => void): void;
  /** Stops reading the answer until `resume` is called, so that the server waits. */
  pause(): void;
  resume(): void;
  destroy(): void;
}

import type { Row } from './store-connection.ts';

/** Callbacks while one statement runs. Exactly one of `done` and `failed` is called, once. */
export interface StatementListener {
  /** A row as it arrives. */
  readonly row: (row: Row) => void;
  readonly done: () => void;
  /** `fatal`: the connection is lost as well. */
  readonly failed: (error: unknown, fatal: boolean) => void;
}

/**
 * The connection to a database over any transport. Statements are answered one after the other, in the order in which
 * they were sent. After `destroy` no callback is called.
 */
export interface StatementDriver {
  run(sql: string, listener: StatementListener): void;
  /** Called once when the connection is lost, also between statements. */
  onLost(listener: (error: unknown) => void): void;
  /** Stops reading the answer until `resume`, so that the server waits. */
  pause(): void;
  resume(): void;
  destroy(): void;
}

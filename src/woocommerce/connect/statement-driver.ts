import type { Row } from './store-connection.ts';

/** What happens while one statement runs. Exactly one of `done` and `failed` is called, once. */
export interface StatementListener {
  /** A row as it arrives. */
  readonly row: (row: Row) => void;
  readonly done: () => void;
  /** `fatal`: the connection went with it. */
  readonly failed: (error: unknown, fatal: boolean) => void;
}

/**
 * The connection to a database, whatever carries it. Statements are answered one after the other, in the order in
 * which they were sent. After `destroy` nothing is called any more.
 */
export interface StatementDriver {
  run(sql: string, listener: StatementListener): void;
  /** Called once when the connection is lost, also between statements. */
  onLost(listener: (error: unknown) => void): void;
  /** Takes no more of an answer until `resume`: the server waits. */
  pause(): void;
  resume(): void;
  destroy(): void;
}

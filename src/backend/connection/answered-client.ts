import pg from 'pg';
import { answerLimitMs } from '../../kernel/time/answer-limit.ts';

/** A statement got no answer in time, and its connection was destroyed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly waitedMs: number;

  constructor(waitedMs: number) {
    super(`no answer within ${waitedMs} ms`);
    this.waitedMs = waitedMs;
  }
}

/** A statement that has no answer yet. */
interface Waiting {
  readonly limitMs: number;
}

/**
 * A connection on which no statement waits for ever: if no answer comes in time, the connection is destroyed
 * and its statements fail with `NoAnswer`. The driver's own `query_timeout` would leave the old statement
 * waiting on the connection, so that the next one, such as the rollback, would wait as well.
 *
 * A statement may set a longer limit of its own as `query_timeout`.
 */
export class AnsweredClient extends pg.Client {
  /** Called when the connection is given up. */
  onNoAnswer: (reason: NoAnswer) => void = () => undefined;
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(config: pg.ClientConfig | undefined, longestMs: number) {
    super(config);
    // The driver would take options from PGOPTIONS, and poolers refuse a connection with options.
    this.#connectionParameters.options = undefined;
    const send = this.query.bind(this) as (...args: unknown[]) => unknown;
    const sendInTime = (statement: unknown, ...rest: unknown[]): unknown => {
      const { own, plain } = splitLimit(statement);
      this.#wait(answerLimitMs(own ?? longestMs));
      return send(plain, ...rest);
    };
    this.query = sendInTime as typeof this.query;
    // The server sends this message after each statement, whether it succeeded or failed.
    this.#connection.on('readyForQuery', () => {
      this.#waiting.shift();
      this.#watch();
    });
    const clear = (): void => {
      this.#waiting.length = 0;
      this.#watch();
    };
    this.on('drain', clear);
    this.on('end', clear);
  }

  /** Ends the connection at once, even during a statement. */
  destroy(reason: Error): void {
    this.#connection.stream.destroy(reason);
  }

  get #connectionParameters(): { options: string | undefined } {
    return (this as unknown as { readonly connectionParameters: { options: string | undefined } })
      .connectionParameters;
  }

  get #connection(): pg.Connection {
    return (this as unknown as { readonly connection: pg.Connection }).connection;
  }

  #wait(limitMs: number): void {
    this.#waiting.push({ limitMs });
    if (this.#waiting.length === 1) this.#watch();
  }

  /** One statement after the other: the time limit of each starts when the previous one is answered. */
  #watch(): void {
    clearTimeout(this.#timer);
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#timer = setTimeout(() => {
      // After a pause of the process, the answers that have arrived are read first.
      setImmediate(() => setImmediate(() => this.#giveUp(next)));
    }, next.limitMs);
  }

  #giveUp(waiting: Waiting): void {
    if (this.#waiting[0] !== waiting) return;
    const reason = new NoAnswer(waiting.limitMs);
    this.onNoAnswer(reason);
    this.destroy(reason);
  }
}

/**
 * Sends statements without waiting for the answers in between, and then waits until all of them are answered.
 * It also waits if one of them cannot be sent.
 */
export async function together<T extends readonly unknown[]>(
  client: pg.ClientBase,
  ...sends: { readonly [N in keyof T]: () => Promise<T[N]> }
): Promise<{ -readonly [N in keyof T]: PromiseSettledResult<T[N]> }> {
  const driver = client as unknown as { pipeline: boolean };
  driver.pipeline = true;
  try {
    const answers = sends.map(async (send) => await send());
    return (await Promise.allSettled(answers)) as { -readonly [N in keyof T]: PromiseSettledResult<T[N]> };
  } finally {
    driver.pipeline = false;
  }
}

function splitLimit(statement: unknown): { readonly own: number | undefined; readonly plain: unknown } {
  if (typeof statement !== 'object' || statement === null || !('query_timeout' in statement)) {
    return { own: undefined, plain: statement };
  }
  const { query_timeout: own, ...plain } = statement;
  return { own: typeof own === 'number' ? own : undefined, plain };
}

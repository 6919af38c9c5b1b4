import { saveTestResult } from '../backend/credentials/credentials-records.ts';
import {
  noteReached,
  noteUnreachable,
  saysAnswered,
  saysUnreachable,
} from '../backend/credentials/outage-records.ts';
import { type Database, inTransaction, queryRows } from '../backend/database.ts';
import type { Json } from '../backend/tables/column-text.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import type { ErrorCode } from '../kernel/error-catalogue.ts';
import type { ErrorKind } from '../kernel/error-kinds.ts';
import { AppError, toAppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';

/** The steps of a connection to a store, with their results. */
export interface StoreTest {
  readonly success: boolean;
  readonly failed: { readonly kind: ErrorKind; readonly code: ErrorCode } | null;
  readonly steps: readonly { readonly code: string | null; readonly message: string | null }[];
}

/** Tests the connection of a set of credentials, and reports every failure. */
export type TestStore = (credentialsId: string, signal: AbortSignal) => Promise<StoreTest>;

export interface ConnectionTestDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly testStore: TestStore;
}

const TEST_WITHIN_MS = 60_000;

/**
 * Tests the connection to a store and stores the result with its credentials. If the store is unreachable, its
 * executions wait; if it is reachable, they may start.
 *
 * @throws the reason of the failure: unavailable, config `store.*`; aborted
 */
export async function testConnection(
  { db, log, now, testStore }: ConnectionTestDeps,
  credentialsId: string,
  signal: AbortSignal,
): Promise<Json> {
  const error = await failureOf(async () => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TEST_WITHIN_MS)]);
    const test = await testStore(credentialsId, limited);
    signal.throwIfAborted();
    await keepTest(db, credentialsId, test, now());
    return test;
  });
  if (error === null) return { success: true };
  log.warn({ credentialsId, code: error.code }, 'connection test failed');
  throw error;
}

/** Stores the result of testing an unchanged set, and makes its executions wait or start accordingly. */
export async function keepTest(
  db: Database,
  credentialsId: string,
  test: StoreTest,
  at: Date,
): Promise<void> {
  await saveTestResult(db, credentialsId, { at, success: test.success, result: test });
  const error = errorOf(test);
  await inTransaction(db, async (tx) => {
    if (error === null || saysAnswered(error)) await noteReached(tx, credentialsId);
    else if (saysUnreachable(error)) await noteUnreachable(tx, credentialsId, error, at);
    await notifyOfWork(tx);
  });
}

async function failureOf(work: () => Promise<StoreTest>): Promise<AppError | null> {
  try {
    return errorOf(await work());
  } catch (thrown) {
    return toAppError(thrown);
  }
}

function errorOf({ failed, steps }: StoreTest): AppError | null {
  if (failed === null) return null;
  const message = steps.find((step) => step.code === failed.code)?.message;
  return new AppError({
    code: failed.code,
    message: message ?? 'The store could not be reached as it is set up.',
  });
}

/** Credentials in use whose last test, manual or scheduled, is a day old. */
export async function listUntested(db: Database, now: Date): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    `select id from sync_credentials where is_active and origin <> 'command_line'
       and (last_tested_at is null or last_tested_at <= $1::timestamptz - interval '1 day') order by id`,
    [now],
  );
  return rows.map((row) => row.id);
}

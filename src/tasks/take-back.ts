import type { Database } from '../backend/database.ts';
import { findLapsed, takeBackIfLapsed } from '../backend/executions/lapsed-executions.ts';
import { writeLogLine } from '../backend/executions/log-records.ts';
import { endSilentSessions, type SilentSession } from '../backend/executions/silent-sessions.ts';
import type { Log } from '../kernel/log/log.ts';

interface TakeBackDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes executions back from vanished workers, and ends the transactions that these workers left open. An
 * execution that cannot be taken back delays no other one.
 */
export function createTakeBack({ db, log, now }: TakeBackDeps): () => Promise<void> {
  const warned = new Set<string>();

  const warn = async (session: SilentSession): Promise<void> => {
    const { executionId, pid, backendStart, xactStart, outcome } = session;
    if (outcome === 'gone') return;
    const message = outcome === 'ended' ? ENDED : REFUSED;
    const key = `${message} ${pid} ${backendStart}`;
    if (warned.has(key)) return;
    warned.add(key);
    const details = { pid, backendStart, xactStart };
    log.warn({ executionId, ...details }, message);
    await writeLogLine(db, executionId, 'warn', message, details);
  };

  return async () => {
    const failures: unknown[] = [];
    for (const configurationId of await findLapsed(db)) {
      try {
        for (const session of await endSilentSessions(db, configurationId)) await warn(session);
        const lapsed = await takeBackIfLapsed(db, configurationId, now());
        if (lapsed !== null) log.warn({ configurationId, lapsed }, 'the worker of an execution vanished');
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
}

const ENDED = 'the worker froze in the middle of a page: its database session was ended';
const REFUSED = 'the worker froze in the middle of a page, and its database session may not be ended';

import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { withDeadline } from '../kernel/time/deadline.ts';
import type { Loop, Loops } from '../kernel/time/loops.ts';
import { isLent } from './connection/lent-session.ts';
import { connect, type Database, type Queryable, queryRows, type Transaction } from './database.ts';

/**
 * A notice names the queue that received a task. Without a name, it means that an execution or a task may
 * start.
 */
const CHANNEL = 'taquilla_work';
/** How often the connection is checked, because a dead connection looks like one without notices. */
const LOOK_MS = 2_000;
/** Names the session in `pg_stat_activity`: `taquilla worker listener`. */
const NAMED_LISTENER = `select set_config('application_name', current_setting('application_name') || ' listener', false)`;
const ARRIVES_WITHIN_MS = 2_000;

/**
 * Notifies the dispatchers that something may start. Within a transaction, the notice is sent at the commit.
 */
export async function notifyOfWork(db: Queryable): Promise<void> {
  await queryRows(db, `select pg_notify('${CHANNEL}', '')`);
}

/** Notifies the workers of a queue that it received a task. */
export async function notifyOfHandOver(db: Queryable, queue: string): Promise<void> {
  await queryRows(db, `select pg_notify('${CHANNEL}', $1)`, [queue]);
}

/** Called when something may start, and when a queue received a task. */
interface OnNotice {
  readonly work: () => void;
  readonly handOver: (queue: string) => void;
}

/**
 * Calls back at each notice. It listens on a connection of its own, and opens a new one if that breaks or does
 * not answer. Missed notices do not matter, because the dispatcher and the workers also look for work at
 * regular intervals. Behind a pooler there are no notices: a listener on a borrowed session would remain there
 * for the next client of the session.
 */
export function listenForWork(
  { db, loops }: { readonly db: Database; readonly loops: Loops },
  { work, handOver }: OnNotice,
): Pick<Loop, 'stop'> {
  let client: Transaction | null = null;
  let lent = false;
  const drop = (dropped: Transaction): void => {
    if (client !== dropped) return;
    client = null;
    dropped.removeAllListeners('notification');
    dropped.release(true);
  };
  const open = async (signal: AbortSignal): Promise<Transaction | null> => {
    const opened = await connect(db.direct);
    try {
      lent = await isLent(opened);
    } catch (thrown) {
      opened.release(true);
      throw thrown;
    }
    if (lent || signal.aborted) {
      opened.release();
      return null;
    }
    client = opened;
    opened.on('notification', ({ payload }) => (payload ? handOver(payload) : work()));
    opened.on('error', () => drop(opened));
    opened.once('end', () => drop(opened));
    return opened;
  };
  const loop = loops.start({
    name: 'listener',
    pauseMs: () => LOOK_MS,
    round: async (signal) => {
      if (lent) return;
      const isNew = client === null;
      const asked = client ?? (await open(signal));
      if (asked === null) return;
      try {
        if (isNew) await queryRows(asked, NAMED_LISTENER);
        // A second `listen` changes nothing. Its answer shows that the connection works.
        await queryRows(asked, `listen ${CHANNEL}`);
      } catch (thrown) {
        drop(asked);
        throw thrown;
      }
      if (isNew) work();
    },
  });
  return {
    async stop() {
      await loop.stop();
      if (client !== null) drop(client);
    },
  };
}

/** Whether a notice from one connection arrives at the other; this is not tested through a pooler. */
export async function noticesArrive(db: Database): Promise<boolean> {
  const client = await connect(db.direct);
  const channel = `taquilla_check_${newId().replaceAll('-', '')}`;
  try {
    if (await isLent(client)) return false;
    const arrival = new Promise<void>((resolve) => {
      client.once('notification', () => resolve());
    });
    await queryRows(client, `listen ${channel}`);
    await queryRows(db, `select pg_notify('${channel}', '')`);
    await withDeadline(arrival, ARRIVES_WITHIN_MS, () => new Error('late'));
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    return false;
  } finally {
    client.release(true);
  }
}

import type { Loop, Loops } from '../../kernel/loops.ts';
import { connect, type Database, type Queryable, queryRows, type Transaction } from '../database.ts';

const CHANNEL = 'taquilla_work';
/** A connection that is dead is as silent as one without news, so it is asked this often. */
const LOOK_MS = 2_000;

/** Tells the dispatchers that something may start; in a transaction they hear of it at its commit. */
export async function tellOfWork(db: Queryable): Promise<void> {
  await queryRows(db, `select pg_notify('${CHANNEL}', '')`);
}

/**
 * Calls `onWork` whenever somebody tells of work. A connection of its own listens; where it breaks or does not answer,
 * a new one is opened. What is missed meanwhile is found by the dispatcher's timer.
 */
export function listenForWork(
  { db, loops }: { readonly db: Database; readonly loops: Loops },
  onWork: () => void,
): Pick<Loop, 'stop'> {
  let client: Transaction | null = null;
  const drop = (dropped: Transaction): void => {
    if (client !== dropped) return;
    client = null;
    dropped.removeAllListeners('notification');
    dropped.release(true);
  };
  const open = async (signal: AbortSignal): Promise<Transaction | null> => {
    const opened = await connect(db);
    if (signal.aborted) {
      opened.release();
      return null;
    }
    client = opened;
    opened.on('notification', onWork);
    opened.on('error', () => drop(opened));
    opened.once('end', () => drop(opened));
    return opened;
  };
  const loop = loops.start({
    name: 'listener',
    pauseMs: () => LOOK_MS,
    round: async (signal) => {
      const isNew = client === null;
      const asked = client ?? (await open(signal));
      if (asked === null) return;
      try {
        // Said again it changes nothing, and its answer says that the connection lives.
        await queryRows(asked, `listen ${CHANNEL}`);
      } catch (thrown) {
        drop(asked);
        throw thrown;
      }
      if (isNew) onWork();
    },
  });
  return {
    async stop() {
      await loop.stop();
      if (client !== null) drop(client);
    },
  };
}

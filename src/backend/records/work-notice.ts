import type { Log } from '../../kernel/log.ts';
import { type Database, type Queryable, queryRows, type Transaction } from '../database.ts';

const CHANNEL = 'taquilla_work';
const RECONNECT_MS = 2_000;

/** Tells the dispatchers that something may start; in a transaction they hear of it at its commit. */
export async function tellOfWork(db: Queryable): Promise<void> {
  await queryRows(db, `select pg_notify('${CHANNEL}', '')`);
}

/**
 * Calls `onWork` whenever somebody tells of work. A connection of its own listens; where it breaks, a new one
 * is opened. What is missed meanwhile is found by the dispatcher's timer.
 */
export function listenForWork(db: Database, onWork: () => void, log: Log): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let client: Transaction | null = null;
  let opening = Promise.resolve();
  const drop = (): void => {
    const dropped = client;
    client = null;
    dropped?.removeAllListeners('notification');
    dropped?.release(true);
  };
  const openLater = (): void => {
    drop();
    if (closed) return;
    timer = setTimeout(() => {
      opening = open();
    }, RECONNECT_MS);
  };
  const open = async (): Promise<void> => {
    try {
      const opened = await db.connect();
      if (closed) return opened.release();
      client = opened;
      const again = (): void => {
        if (client === opened) openLater();
      };
      opened.on('notification', onWork);
      opened.on('error', again);
      opened.once('end', again);
      await opened.query(`listen ${CHANNEL}`);
      onWork();
    } catch (error) {
      log.debug({ err: error }, 'cannot listen for work now');
      openLater();
    }
  };
  opening = open();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await opening;
      drop();
    },
  };
}

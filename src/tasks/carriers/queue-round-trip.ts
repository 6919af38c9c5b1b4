import { newId } from '../../kernel/ids.ts';
import { withDeadline } from '../../kernel/time/deadline.ts';
import { openQueue, openWorker } from './bullmq-carrier.ts';
import { fromQueue, saysNoReason, silentQueue } from './queue-errors.ts';

const WITHIN_MS = 5_000;
/** The prefix of the key. It belongs to no installation, because the backend may not be available. */
const PREFIX = 'taquilla:check';

/**
 * Sends one job through a separate queue in Redis, like every other job, and removes that queue. No worker of
 * the service uses it.
 *
 * @throws unavailable `queue.unreachable`
 */
export async function tryQueue(url: string): Promise<void> {
  const name = `check-${newId()}`;
  const place = { url, prefix: PREFIX, role: 'check', name };
  const queue = openQueue(place);
  const silent = () => silentQueue(WITHIN_MS, url);
  // The error of the connection is used, because the failed command does not always give the reason.
  let lastFault: Error | null = null;
  queue.on('error', (error) => {
    lastFault = error;
  });
  try {
    await withDeadline(carryOne(), WITHIN_MS, silent);
  } catch (thrown) {
    throw fromQueue(saysNoReason(thrown) ? (lastFault ?? thrown) : thrown, url);
  } finally {
    await withDeadline(queue.close(), WITHIN_MS, silent).catch(() => undefined);
  }

  async function carryOne(): Promise<void> {
    await queue.add('check', { subjectId: name }, { attempts: 1 });
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const worker = openWorker(place, 1, async () => arrived());
    worker.on('error', () => undefined);
    try {
      await arrival;
    } finally {
      await worker.close();
      await queue.obliterate({ force: true });
    }
  }
}

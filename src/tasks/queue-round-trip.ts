import { withDeadline } from '../kernel/deadline.ts';
import { newId } from '../kernel/ids.ts';
import { type CarrierPlace, openBound, unreachable } from './bullmq-carrier.ts';

const WITHIN_MS = 5_000;

/**
 * Sends one job through a queue of its own, as every job goes, and removes that queue. No worker of the service knows
 * it.
 *
 * @throws unavailable `queue.unreachable`
 */
export async function tryQueue(place: CarrierPlace): Promise<void> {
  const bound = openBound(place);
  const name = `check-${newId()}`;
  const queue = bound.queue(name);
  // Told by the command that fails.
  queue.on('error', () => undefined);
  try {
    await withDeadline(carryOne(), WITHIN_MS, unreachable);
  } catch (thrown) {
    throw unreachable(thrown);
  } finally {
    await withDeadline(queue.close(), WITHIN_MS, unreachable).catch(() => undefined);
  }

  async function carryOne(): Promise<void> {
    await queue.add('check', { subjectId: null }, { attempts: 1 });
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const worker = bound.worker(name, 1, async () => arrived());
    worker.on('error', () => undefined);
    try {
      await arrival;
    } finally {
      await worker.close();
      await queue.obliterate({ force: true });
    }
  }
}

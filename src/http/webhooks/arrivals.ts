import type { Database } from '../../backend/database.ts';
import {
  type Announcement,
  type Arrivals,
  keepArrivals,
} from '../../backend/webhooks/announcement-records.ts';
import type { Log } from '../../kernel/log/log.ts';
import { answeredWithin } from '../../kernel/time/answer-limit.ts';
import { withDeadline } from '../../kernel/time/deadline.ts';
import type { Loops } from '../../kernel/time/loops.ts';
import type { AnnouncedOrder } from './delivery.ts';

/** How many announced orders one transaction keeps. */
const BATCH = 200;
/** How many announced orders this process holds while the backend does not answer. */
const MOST_HELD = 5_000;
const AGAIN_AFTER_MS = 1_000;
const ANSWER_MS = 5_000;
/** WooCommerce disables a webhook after a few deliveries without an answer, and waits five seconds for one. */
const ANSWERED_WITHIN_MS = 3_000;
const LONGEST_TOPIC = 100;

/** What arrived and is not written yet. */
export interface ArrivalBook {
  /** Resolves when the order is kept, or after a few seconds if the backend does not answer. */
  announce(credentialsId: string, topic: string, order: AnnouncedOrder): Promise<void>;
  /** A signed delivery about anything else. It resolves nothing, so it is written when there is time. */
  noteOther(credentialsId: string, topic: string | null): void;
  noteRefused(credentialsId: string): void;
  notePing(credentialsId: string): void;
  stop(): Promise<void>;
}

interface Held {
  readonly credentialsId: string;
  readonly wooOrderId: number;
  readonly products: Set<number>;
  deliveries: number;
  readonly kept: Promise<void>;
  readonly noteKept: () => void;
}

interface Counted {
  deliveries: number;
  refused: number;
  pings: number;
  topic: string | null;
  isOfOrder: boolean;
  isTooMuch: boolean;
}

/**
 * Writes what arrives, many deliveries in one transaction and one transaction at a time, so that a flood of deliveries
 * takes one connection to the backend and bounded memory. While the backend cannot be reached, the announced orders
 * are held here, and the deliveries are answered: a webhook that gets no answer is disabled for good, and the schedule
 * finds what is lost if this process ends meanwhile.
 */
export function createArrivalBook({
  db,
  log,
  loops,
}: {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
}): ArrivalBook {
  const held = new Map<string, Held>();
  let counted = new Map<string, Counted>();
  let failed = false;

  const countsOf = (credentialsId: string): Counted => {
    const found = counted.get(credentialsId);
    if (found !== undefined) return found;
    const made = { deliveries: 0, refused: 0, pings: 0, topic: null, isOfOrder: false, isTooMuch: false };
    counted.set(credentialsId, made);
    return made;
  };
  const note = (credentialsId: string, change: (counts: Counted) => void): void => {
    change(countsOf(credentialsId));
    // After a failure, the loop tries again by itself.
    if (!failed) loop.wake();
  };
  const hold = (one: Held): Held | null => {
    const key = keyOf(one);
    const found = held.get(key);
    if (found !== undefined) {
      for (const id of one.products) found.products.add(id);
      found.deliveries += one.deliveries;
      return found;
    }
    if (held.size >= MOST_HELD) {
      countsOf(one.credentialsId).isTooMuch = true;
      return null;
    }
    held.set(key, one);
    return one;
  };
  const write = async (): Promise<void> => {
    const batch = [...held.values()].slice(0, BATCH);
    const counts = counted;
    if (batch.length + counts.size === 0) {
      failed = false;
      return;
    }
    for (const one of batch) held.delete(keyOf(one));
    counted = new Map();
    try {
      await keepArrivals(db, batch.map(toAnnouncement), [...counts].map(toArrivals));
    } catch (thrown) {
      failed = true;
      for (const one of batch) {
        const later = hold(one);
        if (later !== one) void later?.kept.then(one.noteKept);
      }
      for (const [credentialsId, one] of counts) add(countsOf(credentialsId), one);
      throw thrown;
    }
    failed = false;
    for (const one of batch) one.noteKept();
  };
  const loop = loops.start({
    name: 'webhooks',
    pauseMs: () => (failed ? AGAIN_AFTER_MS : held.size + counted.size === 0 ? null : 0),
    answerMs: ANSWER_MS,
    round: write,
  });
  return {
    async announce(credentialsId, topic, order) {
      const one = hold(newHeld(credentialsId, order));
      note(credentialsId, (counts) => {
        counts.deliveries += 1;
        counts.topic = topic.slice(0, LONGEST_TOPIC);
        counts.isOfOrder = true;
      });
      if (one === null) return;
      await withDeadline(one.kept, ANSWERED_WITHIN_MS, () => new Error('late')).catch(() => undefined);
    },
    noteOther(credentialsId, topic) {
      note(credentialsId, (counts) => {
        counts.deliveries += 1;
        counts.topic = topic?.slice(0, LONGEST_TOPIC) ?? counts.topic;
      });
    },
    noteRefused(credentialsId) {
      note(credentialsId, (counts) => {
        counts.refused += 1;
      });
    },
    notePing(credentialsId) {
      note(credentialsId, (counts) => {
        counts.pings += 1;
      });
    },
    async stop() {
      await loop.stop();
      while (held.size + counted.size > 0) {
        const lost = await answeredWithin(ANSWER_MS, write).then(
          () => false,
          () => true,
        );
        if (lost) return log.warn({ orders: held.size }, 'announced orders could not be kept');
      }
    },
  };
}

function newHeld(credentialsId: string, { wooOrderId, wooProductIds }: AnnouncedOrder): Held {
  let noteKept = (): void => undefined;
  const kept = new Promise<void>((resolve) => {
    noteKept = resolve;
  });
  const products = new Set(wooProductIds);
  return { credentialsId, wooOrderId, products, deliveries: 1, kept, noteKept };
}

function keyOf({ credentialsId, wooOrderId }: Held): string {
  return `${credentialsId} ${wooOrderId}`;
}

function toAnnouncement({ credentialsId, wooOrderId, products, deliveries }: Held): Announcement {
  return { credentialsId, wooOrderId, wooProductIds: [...products], deliveries };
}

function toArrivals([credentialsId, counts]: readonly [string, Counted]): Arrivals {
  return { credentialsId, ...counts };
}

function add(to: Counted, more: Counted): void {
  to.deliveries += more.deliveries;
  to.refused += more.refused;
  to.pings += more.pings;
  to.topic ??= more.topic;
  to.isOfOrder ||= more.isOfOrder;
  to.isTooMuch ||= more.isTooMuch;
}

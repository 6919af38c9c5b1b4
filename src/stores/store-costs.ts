import type { Database } from '../backend/database.ts';
import { addCosts, type MinuteCost } from '../backend/live/cost-records.ts';
import type { Loop, Loops } from '../kernel/time/loops.ts';
import type { StorePurpose } from '../vocabulary/live.ts';
import type { OnCost } from '../woocommerce/connect/store-connection.ts';

const WRITTEN_EVERY_MS = 5_000;

/** Adds up what stores are charged until it is written. A process that is killed loses some seconds of it. */
export interface StoreCosts {
  of(credentialsId: string, purpose: StorePurpose): OnCost;
}

export interface WrittenCosts extends StoreCosts, Pick<Loop, 'stop'> {}

export function startStoreCosts({
  db,
  loops,
  now,
}: {
  readonly db: Database;
  readonly loops: Loops;
  readonly now: () => Date;
}): WrittenCosts {
  let unwritten = new Map<string, MinuteCost>();
  const write = async (): Promise<void> => {
    const costs = [...unwritten.values()];
    unwritten = new Map();
    if (costs.length === 0) return;
    try {
      await addCosts(db, costs);
    } catch (error) {
      for (const one of costs) add(unwritten, one);
      throw error;
    }
  };
  const loop = loops.start({ name: 'costs', pauseMs: () => WRITTEN_EVERY_MS, round: write });
  return {
    of: (credentialsId, kind) => (cost) =>
      add(unwritten, { credentialsId, kind, minute: minuteOf(now()), statements: 1, ...cost }),
    async stop() {
      await loop.stop();
      await write();
    },
  };
}

function add(costs: Map<string, MinuteCost>, cost: MinuteCost): void {
  const key = `${cost.credentialsId} ${cost.kind} ${cost.minute.getTime()}`;
  const before = costs.get(key);
  costs.set(
    key,
    before === undefined
      ? cost
      : {
          ...cost,
          statements: before.statements + cost.statements,
          rows: before.rows + cost.rows,
          bytes: before.bytes + cost.bytes,
          seconds: before.seconds + cost.seconds,
        },
  );
}

function minuteOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

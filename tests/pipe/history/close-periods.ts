import type { Database } from '../../../src/backend/database.ts';
import { closeStatement } from '../../../src/backend/settlement/close-statement.ts';
import { listCurrencies } from '../../../src/backend/settlement/open-period.ts';
import type { Random } from '../../../src/demo/model/random.ts';
import { compareWithSums } from '../../backend/settlement/account.ts';

const FIRST_DAY_UTC = Date.UTC(2025, 8, 1);
const DAY_MS = 24 * 3600 * 1000;

/**
 * Closes a period of an event now and then, so that most changes of the store come after a closing, and compares its
 * statements with its sums.
 */
export function periodCloser(random: Random): (db: Database, event: string) => Promise<number> {
  const ends = new Map<string, number>();
  return async (db, event) => {
    let closed = 0;
    for (const currency of await listCurrencies(db, event)) {
      const account = `${event} ${currency}`;
      if (random.chance(60)) {
        const end = (ends.get(account) ?? 0) + random.between(1, 20);
        ends.set(account, end);
        const lastDay = new Date(FIRST_DAY_UTC + end * DAY_MS).toISOString().slice(0, 10);
        // Later than every period, however often one is closed.
        const now = new Date(Date.UTC(2099, 0, 1));
        await closeStatement(db, {
          event,
          currency,
          lastDay,
          hash: null,
          confirmsUnproven: true,
          by: null,
          now,
        });
        closed += 1;
      }
      await compareWithSums(db, event, currency);
    }
    return closed;
  };
}

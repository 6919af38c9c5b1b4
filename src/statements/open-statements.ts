import { type Database, inTransaction } from '../backend/database.ts';
import { noAccount } from '../backend/settlement/close-statement.ts';
import {
  listCurrencies,
  type OpenPeriod,
  readLatestLastDay,
  readOpenPeriod,
} from '../backend/settlement/open-period.ts';
import { readDraft } from '../backend/settlement/statement-draft.ts';
import { readUnproven } from '../backend/settlement/unproven-data.ts';
import type { OpenStatement } from '../contract/ticketing/statements.ts';
import { shownDraft } from './shown-statement.ts';

interface Asked {
  readonly event: string;
  /** Null: every currency of the event. */
  readonly currency: string | null;
  /** Null: until now. */
  readonly lastDay: string | null;
  readonly now: Date;
}

/**
 * The open statements of an event, one for each currency.
 *
 * @throws missing `statements.no-account` if the event has no such currency
 */
export async function readOpenStatements(db: Database, asked: Asked): Promise<OpenStatement[]> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const all = await listCurrencies(tx, asked.event);
    const currencies = all.filter((one) => asked.currency === null || asked.currency === one);
    if (asked.currency !== null && currencies.length === 0) throw noAccount();
    const shown: OpenStatement[] = [];
    for (const currency of currencies) {
      const period = await readOpenPeriod(tx, asked.event, currency, asked.lastDay);
      if (period === null) throw noAccount();
      const latest = await readLatestLastDay(tx, period, asked.now);
      const draft = await readDraft(tx, period);
      const unproven = await readUnproven(tx, asked.event, period.period_end);
      shown.push({ ...shownDraft(period, draft, latest), ...unproven, unproven: [...unproven.unproven] });
    }
    return shown;
  });
}

/** @throws missing `statements.no-account` */
export async function requireOpenPeriod(
  db: Database,
  { event, currency, lastDay }: Pick<Asked, 'event' | 'lastDay'> & { readonly currency: string },
): Promise<OpenPeriod> {
  const period = await readOpenPeriod(db, event, currency, lastDay);
  if (period === null || !(await listCurrencies(db, event)).includes(currency)) throw noAccount();
  return period;
}

import type { Transaction } from '../../backend/database.ts';
import {
  type ExistingPage,
  type ExistingTicketRow,
  readExistingPage,
} from '../../backend/loader/existing-rows.ts';
import type { StorePage } from '../../source/source.ts';
import type { Derivation } from '../model/event-sync.ts';
import { findDeferredRemovals } from './deferred-removals.ts';
import { findUnreadTickets, findVanishedTickets, type LoadedPage } from './load-page.ts';
import { addSoldTiers } from './load-sold-tiers.ts';
import { type PageRows, pageRows } from './page-rows.ts';
import { lostOrderIds, orderIds, ticketIds } from './rows-of-page.ts';

/** A page as an execution would write it, beside the rows that the backend has. */
export interface ComparedPage {
  readonly existing: ExistingPage;
  readonly rows: PageRows;
  /** Tickets that were never issued, of orders that were refunded. */
  readonly refunded: readonly ExistingTicketRow[];
  /** What the page leaves for the end of the reading. */
  readonly left: LoadedPage;
}

/** Derives a page by the current rules and writes nothing. */
export async function comparedPage(tx: Transaction, page: StorePage, by: Derivation): Promise<ComparedPage> {
  addSoldTiers(page, by);
  const existing = await readExistingPage(
    tx,
    by.event.id,
    orderIds(page),
    ticketIds(page),
    lostOrderIds(page),
  );
  const rows = pageRows(page, existing, by);
  const { refunded, vanishedTickets } = findVanishedTickets(rows, existing, page);
  const left = {
    vanishedTickets,
    presentTickets: rows.tickets.map(({ id }) => id),
    unreadTickets: findUnreadTickets(existing, page),
    deferred: findDeferredRemovals(page, rows, existing, null),
    left: { orderIds: [], ticketIds: [] },
  };
  return { existing, rows, refunded, left };
}

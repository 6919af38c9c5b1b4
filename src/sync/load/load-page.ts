import { appendCheckIns, numberCheckIns } from '../../backend/check-ins/check-in-records.ts';
import { inTransaction, type Transaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import {
  type ExistingPage,
  type ExistingTicketRow,
  readExistingPage,
  readTickets,
} from '../../backend/loader/existing-rows.ts';
import { Journal } from '../../backend/loader/journal.ts';
import { insertRows, loadRows, type SortedRows, sortRows } from '../../backend/loader/load-rows.ts';
import { markRemoved } from '../../backend/loader/mark-removed.ts';
import { forgetStoreFacts, saveCheckpoint } from '../../backend/readings/checkpoint-records.ts';
import { saveNotes } from '../../backend/readings/note-records.ts';
import { saveRejects } from '../../backend/readings/reject-records.ts';
import {
  noteUnsettled,
  saveReadingProgress,
  settle,
} from '../../backend/readings/unfinished-reading-records.ts';
import { ORDER_ITEMS } from '../../backend/tables/order-items.ts';
import { ORDERS } from '../../backend/tables/orders.ts';
import { REFUND_LINES } from '../../backend/tables/refund-lines.ts';
import { REFUNDS } from '../../backend/tables/refunds.ts';
import type { ExistingRow, RowDraft } from '../../backend/tables/synced-table.ts';
import { TICKETS, type TicketRow } from '../../backend/tables/tickets.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { FoundRows, StorePage } from '../../source/source.ts';
import type { CountedKind } from '../../vocabulary/sync-report.ts';
import type { EventSync } from '../model/event-sync.ts';
import { isAnyWritten, type Tally } from '../model/tally.ts';
import type { Compared } from '../proof/compared-rows.ts';
import { type DeferredRemovals, findDeferredRemovals, rowsToWrite } from './deferred-removals.ts';
import { loadSoldTiers } from './load-sold-tiers.ts';
import { type PageRows, pageRows } from './page-rows.ts';
import { lostOrderIds, notedRows, orderIds, rejectedTicketIds, ticketIds } from './rows-of-page.ts';
import { writeTickets } from './write-tickets.ts';

/**
 * The part of a reading to which a page belongs. `some`: a reading of some rows of the event. `first`: a
 * reading of all rows, whose pages follow each other. `again`: rows of such a reading that an earlier attempt
 * has already read. `deferred`: the removals of active tickets that the other parts deferred.
 */
export type Pass = 'some' | 'first' | 'again' | 'deferred';

interface HowToLoad {
  readonly pass: Pass;
  /** In the pass `deferred`: the tickets that the removal guard holds. */
  readonly held: ReadonlySet<string>;
  readonly compared: Compared;
}

interface VanishedTicket {
  readonly id: string;
  readonly wooOrderId: number | null;
}

/** What a page leaves for the end of the reading. */
export interface LoadedPage {
  /** Tickets that the store no longer lists in the page's orders. They are removed at the end. */
  readonly vanishedTickets: readonly VanishedTicket[];
  /** Tickets on the page. If one of them vanished from the order of an earlier page, it has moved. */
  readonly presentTickets: readonly string[];
  /** Existing rows of tickets that the page could not read. These rows stay unchanged. */
  readonly unreadTickets: readonly string[];
  /** The removals that are not written yet. */
  readonly deferred: DeferredRemovals;
  /**
   * Orders, and tickets without one, that must be read again because of the tickets above or because of
   * rejects.
   */
  readonly left: FoundRows;
}

/**
 * Loads one page in one transaction: lease, rows, journal, rejects, checkpoint and, last, the changed tickets.
 * Either everything is committed or nothing, so if the process is killed at any point, the backend is right up
 * to a checkpoint.
 *
 * @throws conflict `execution.lease-lost`; unavailable `backend.*`
 */
export async function loadPage(
  sync: EventSync,
  page: StorePage,
  { pass, held, compared }: HowToLoad,
): Promise<LoadedPage> {
  const { db, execution, configuration, event, tally } = sync;
  const loaded = await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    const journal = new Journal(execution.id, configuration.id);
    await loadSoldTiers(tx, page, sync, journal);
    const existing = await readExistingPage(
      tx,
      event.id,
      orderIds(page),
      ticketIds(page),
      lostOrderIds(page),
    );
    const all = pageRows(page, existing, sync);
    const deferred = findDeferredRemovals(page, all, existing, pass === 'deferred' ? held : null);
    const isLast = pass === 'deferred';
    const rows = rowsToWrite(all, deferred, isLast ? existing.tickets : null);
    const sorted = sortRows(TICKETS, rows.tickets, byId(existing.tickets));
    const counts = await writeRows(tx, rows, existing, sorted, journal, execution.id);
    const { refunded, vanishedTickets } = findVanishedTickets(all, existing, page);
    counts.tickets.removed += refunded.filter(({ removedReason }) => removedReason === null).length;
    await journal.flush(tx);
    await saveRejects(tx, configuration.id, execution.id, page.rejects);
    await saveNotes(tx, configuration.id, execution.id, notedRows(page), page.notes);
    if (isAnyWritten(counts)) await forgetStoreFacts(tx, configuration.id);
    const after = tallied(tally.copy(), counts, rows.unmappedStatuses, pass);
    const left = leftBy(page, deferred, vanishedTickets);
    if (pass === 'first' || pass === 'again') {
      await saveUnsettled(tx, configuration.id, left, compared);
      await saveReadingProgress(tx, configuration.id, { ...after, comparedTo: compared.comparedTo });
    }
    if (pass === 'first') {
      await saveCheckpoint(tx, configuration.id, execution.id, page.position, sync.snapshot.takenAtUtc);
    }
    await markRemoved(
      tx,
      'tickets',
      refunded.map(({ id }) => id),
      'gone',
      journal,
    );
    await journal.flush(tx);
    await writeTickets(tx, {
      executionId: execution.id,
      configurationId: configuration.id,
      sorted,
      existing: existing.tickets,
      rows,
      readAgain: async () => await readTickets(tx, event.id, orderIds(page), ticketIds(page)),
      deriveAgain: (tickets) =>
        rowsToWrite(pageRows(page, { ...existing, tickets }, sync), deferred, isLast ? tickets : null),
    });
    return {
      counts,
      unmapped: rows.unmappedStatuses,
      vanishedTickets,
      presentTickets: all.tickets.map((draft) => draft.id),
      unreadTickets: findUnreadTickets(existing, page),
      deferred,
      left,
    };
  });
  passPoint('after a page is committed');
  // Only committed rows are counted.
  tallied(tally, loaded.counts, loaded.unmapped, pass);
  const { vanishedTickets, presentTickets, unreadTickets, deferred, left } = loaded;
  return { vanishedTickets, presentTickets, unreadTickets, deferred, left };
}

/** Adds a page to a tally. */
function tallied(
  tally: Tally,
  counts: Awaited<ReturnType<typeof writeRows>>,
  unmapped: ReadonlySet<string>,
  pass: Pass,
): { readonly counts: Tally['counts']; readonly unmappedStatuses: readonly string[] } {
  for (const [kind, count] of Object.entries(counts)) {
    if (pass === 'again') tally.addAgain(kind as CountedKind, count);
    else tally.add(kind as CountedKind, count);
  }
  for (const status of unmapped) tally.unmappedStatuses.add(status);
  return { counts: tally.counts, unmappedStatuses: [...tally.unmappedStatuses] };
}

/**
 * Rows that a page of a full reading leaves for its end. An attempt that continues the reading reads them
 * again.
 */
function leftBy(page: StorePage, deferred: DeferredRemovals, vanished: readonly VanishedTicket[]): FoundRows {
  const rejected = (kind: 'order' | 'ticket') =>
    page.rejects.filter((reject) => reject.kind === kind).map(({ wooId }) => wooId);
  return {
    orderIds: [
      ...deferred.wooOrderIds,
      ...vanished.flatMap(({ wooOrderId }) => wooOrderId ?? []),
      ...page.rejects.flatMap(({ wooOrderId }) => wooOrderId ?? []),
      ...rejected('order'),
      ...page.passedOver.orderIds,
    ],
    ticketIds: [...deferred.wooTicketIds, ...rejected('ticket'), ...page.passedOver.ticketIds],
  };
}

/**
 * The proof of a page comes after its loading, so the rows that earlier pages settled come before those that
 * this page leaves.
 */
async function saveUnsettled(
  tx: Transaction,
  configurationId: string,
  left: FoundRows,
  { settled, differing }: Compared,
): Promise<void> {
  await settle(tx, configurationId, settled);
  await noteUnsettled(tx, configurationId, { ...left, orderIds: [...left.orderIds, ...differing] });
}

/** Writes a page except for its changed tickets, which `writeTickets` writes last. */
async function writeRows(
  tx: Transaction,
  rows: PageRows,
  existing: ExistingPage,
  tickets: SortedRows<TicketRow>,
  journal: Journal,
  executionId: string,
) {
  const orders = await loadRows(tx, ORDERS, rows.orders, byId(existing.orders.values()), journal);
  const items = await loadRows(tx, ORDER_ITEMS, rows.items, byId(existing.items.values()), journal);
  const refunds = await loadRows(tx, REFUNDS, rows.refunds, byId(existing.refunds.values()), journal);
  const lines = byId(existing.refundLines.values());
  await loadRows(tx, REFUND_LINES, rows.refundLines, lines, journal);
  await insertRows(tx, TICKETS, tickets.created, journal);
  await numberCheckIns(tx, rows.numbered);
  await appendCheckIns(tx, executionId, rows.checkIns);
  // Removes the parts of an order that the store removed, after the order's figures were written without them.
  const gone = 'gone' as const;
  await markRemoved(tx, 'refund_lines', left(existing.refundLines.values(), rows.refundLines), gone, journal);
  refunds.removed += await markRemoved(
    tx,
    'refunds',
    left(existing.refunds.values(), rows.refunds),
    gone,
    journal,
  );
  items.removed += await markRemoved(
    tx,
    'order_items',
    left(existing.items.values(), rows.items),
    gone,
    journal,
  );
  const created = rows.checkIns.length;
  return {
    orders,
    order_items: items,
    refunds,
    tickets: tickets.counts,
    check_ins: { created, updated: 0, unchanged: existingCheckIns(existing), removed: 0 },
  };
}

function existingCheckIns(existing: ExistingPage): number {
  return existing.tickets.reduce((total, ticket) => total + (ticket.wooCheckInIds?.length ?? 0), 0);
}

/**
 * Existing tickets of the page's orders that the store no longer lists. A ticket that could not be read is
 * still listed, so its row stays. Tickets that were never issued, or whose order was refunded, cannot have
 * moved and need not wait.
 */
export function findVanishedTickets(
  rows: PageRows,
  existing: ExistingPage,
  page: StorePage,
): { readonly refunded: readonly ExistingTicketRow[]; readonly vanishedTickets: readonly VanishedTicket[] } {
  const named = new Set([...rows.tickets.map((draft) => draft.id), ...findUnreadTickets(existing, page)]);
  const refundedOrders = new Set(
    rows.orders.filter(({ values }) => values.status === 'refunded').map(({ values }) => values.woo_order_id),
  );
  const refunded: ExistingTicketRow[] = [];
  const vanishedTickets: VanishedTicket[] = [];
  for (const ticket of existing.tickets) {
    const { id, wooOrderId, wooTicketId, removedReason } = ticket;
    if (named.has(id) || removedReason === 'gone') continue;
    if (wooTicketId === null && wooOrderId !== null && refundedOrders.has(wooOrderId)) refunded.push(ticket);
    else vanishedTickets.push({ id, wooOrderId });
  }
  return { refunded, vanishedTickets };
}

export function findUnreadTickets(existing: ExistingPage, page: StorePage): readonly string[] {
  const rejected = new Set(rejectedTicketIds(page));
  return existing.tickets
    .filter(({ wooTicketId }) => wooTicketId !== null && rejected.has(wooTicketId))
    .map(({ id }) => id);
}

/** The existing rows of a page's orders that none of its rows continues. */
export function left(
  existing: Iterable<ExistingRow>,
  drafts: readonly RowDraft<object>[],
): readonly string[] {
  const present = new Set(drafts.map((draft) => draft.id));
  return [...existing]
    .filter((row) => !present.has(row.id) && row.removedReason !== 'gone')
    .map((row) => row.id);
}

function byId(rows: Iterable<ExistingRow>): ReadonlyMap<string, ExistingRow> {
  return new Map([...rows].map((row) => [row.id, row]));
}

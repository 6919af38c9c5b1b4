import { type Configuration, getConfiguration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction, type Transaction } from '../../backend/database.ts';
import type { ExistingPage } from '../../backend/loader/existing-rows.ts';
import { findPresentTickets } from '../../backend/loader/valid-tickets.ts';
import { findVanished } from '../../backend/loader/vanished-rows.ts';
import { findLastReading } from '../../backend/readings/checkpoint-records.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import { throwIfAborted } from '../../kernel/errors.ts';
import type { StoreIdentity, StorePage, StoreSnapshot, StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { Targets } from '../../vocabulary/depths.ts';
import { findTranslations } from '../attempt/find-translations.ts';
import { readOtherProducts } from '../attempt/read-products.ts';
import { type Difference, differencesOf, removal } from '../explain/differences.ts';
import { comparedPage } from '../load/compared-page.ts';
import { findLoadedEvent } from '../load/load-event.ts';
import type { PageRows } from '../load/page-rows.ts';
import { type Derivation, daysByProduct, rulesOf } from '../model/event-sync.ts';
import { productMarks } from '../model/product-marks.ts';
import { changesRefundPolicy, digestOfRules } from '../plan/choose-depth.ts';
import { findRejectedTargets, findTargets, requireTargets } from '../plan/plan-targeted.ts';
import type { RelatedRows } from '../plan/related-rows.ts';
import { removalsOf, weighRemovals } from '../read/guard-removals.ts';
import { PAGE_ORDERS } from '../read/read-selection.ts';
import { Reading } from '../read/reading.ts';
import type { Preview, PreviewedSettings } from './preview-report.ts';
import { PreviewedChanges } from './previewed-changes.ts';
import { ShownDifferences } from './shown-differences.ts';
import { UnwrittenRows } from './unwritten-rows.ts';

/** What is compared: an event, or named rows of it, in one snapshot of the store. */
interface Compared {
  readonly configuration: Configuration;
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly otherProducts: readonly StoreEvent[];
  readonly snapshot: StoreSnapshot;
  /** Only these rows are read; null for the whole event. */
  readonly targets: Targets | null;
}

/** What a person asks a preview to show. */
interface PreviewRequest {
  readonly configurationId: string;
  /** Only these rows are read; null for the whole event. */
  readonly targets?: Targets | null;
  /** Settings that are not saved. */
  readonly settings?: PreviewedSettings;
}

interface PreviewDeps {
  readonly db: Database;
  readonly now: () => Date;
  /** Receives each row that would change. */
  readonly onDifference?: (difference: Difference) => void;
}

/**
 * Shows what the next reading of a configuration's event, or of named rows of it, would change, by the current
 * rules and settings, or by settings that are not saved yet. The store must be the one for which the configuration was
 * created. null if the event was never synced.
 *
 * @throws unavailable, config `store.*`, `backend.*`; missing `configuration.none`; aborted
 */
export async function previewConfiguration(
  deps: PreviewDeps,
  source: Pick<StoreSource, 'identify' | 'readEvent' | 'readTranslations' | 'findStore' | 'openSnapshot'>,
  { configurationId, targets = null, settings = {} }: PreviewRequest,
  signal: AbortSignal,
): Promise<Preview | null> {
  const configuration = { ...(await getConfiguration(deps.db, configurationId)), ...settings };
  const identity = await source.identify(signal);
  const event = await source.readEvent(configuration.wooProductId, signal);
  const translations = await findTranslations(deps.db, source, configuration, signal);
  const otherProducts = await readOtherProducts(source, configuration, translations, signal);
  const find = async (ids: readonly number[]) => await source.findStore(event, ids, signal);
  await requireRecordedStore(deps.db, configurationId, find);
  const key = { event, variationId: configuration.wooVariationId, otherProducts };
  const snapshot = await source.openSnapshot(key, signal);
  try {
    const compared = { configuration, identity, event, otherProducts, snapshot, targets };
    return await compareEvent(deps, compared, signal);
  } finally {
    await snapshot.close();
  }
}

/**
 * Reads an event, or named rows of it, as an execution does, and returns what would change in the backend. Nothing is
 * written, here or in the store. null if the event was never synced.
 *
 * @throws unavailable, config `store.*`, `backend.*`; aborted
 */
export async function compareEvent(
  { db, now, onDifference = () => undefined }: PreviewDeps,
  { configuration, identity, event, otherProducts, snapshot, targets }: Compared,
  signal: AbortSignal,
): Promise<Preview | null> {
  const products = { event, otherProducts };
  const loaded = await inTransaction(db, async (tx) => await findLoadedEvent(tx, configuration, products));
  if (loaded === null) return null;
  const rules = rulesOf(configuration, event, otherProducts);
  const last = await findLastReading(db, configuration.id);
  const choosesRefundsAgain = changesRefundPolicy(rules, last);
  const numDaysOf = daysByProduct(event, otherProducts);
  const by = { event: loaded, rules, numDaysOf, choosesRefundsAgain, now };
  const into = new Comparison(onDifference);
  const { changes, shown, reading } = into;
  const marks = productMarks(otherProducts, identity.timezone);
  const search = { db, snapshot, configuration, last, productMarks: marks, event: loaded };
  const asked: RelatedRows | null =
    targets === null ? null : await findTargets(search, targets, true, signal);
  const selection =
    asked === null ? await snapshot.selectWhole(signal) : await snapshot.selectSome(asked, signal);
  for await (const page of selection.readPages(null, PAGE_ORDERS, signal)) {
    throwIfAborted(signal);
    await inTransaction(db, async (tx) => {
      await tx.query('set transaction read only');
      await comparePage(tx, page, by, into);
    });
  }
  // The rows that were found are written to temporary tables, which a read-only transaction may not create.
  const guarded = await inTransaction(db, async (tx) => {
    const vanished = await findVanished(tx, loaded.id, reading.seen, asked);
    changes.orders.removed += vanished.orders.length;
    for (const { id, wooOrderId } of vanished.orders) {
      into.note(removal('orders', id, String(wooOrderId)));
    }
    into.noteGone(await findPresentTickets(tx, [...vanished.tickets, ...reading.seen.vanishedTickets]));
    const of = { eventId: loaded.id, configuration, isTargeted: targets !== null };
    return await weighRemovals(tx, of, removalsOf(reading, vanished), asked, now(), into.unwritten.all());
  });
  for (const reject of reading.rejects) shown.noteReject(reject);
  shown.noteHeld(guarded.held);
  const notOfEvent =
    targets === null || asked === null
      ? []
      : requireTargets(
          targets,
          new Set([...asked.ownWooOrderIds, ...(await findRejectedTargets(search, targets))]),
          reading.seen.wooOrderIds,
        );
  return {
    ...changes.summary(guarded.held),
    ...shown.summary(),
    notOfEvent,
    readsAll: last?.rulesDigest !== digestOfRules(rules, event, identity),
    rejected: reading.rejects.length,
    held: guarded.counts,
  };
}

/** What a comparison has found so far. */
class Comparison {
  readonly changes = new PreviewedChanges();
  readonly shown = new ShownDifferences();
  readonly reading = new Reading();
  readonly unwritten = new UnwrittenRows();
  readonly #onDifference: (difference: Difference) => void;

  constructor(onDifference: (difference: Difference) => void) {
    this.#onDifference = onDifference;
  }

  note(difference: Difference, names?: ReadonlyMap<string, string>): void {
    this.shown.note(difference, names);
    this.#onDifference(difference);
  }

  noteGone(tickets: Awaited<ReturnType<typeof findPresentTickets>>): void {
    this.changes.noteGone(tickets);
    for (const { id, wooTicketId } of tickets) {
      this.note(removal('tickets', id, String(wooTicketId ?? id)));
    }
  }
}

async function comparePage(
  tx: Transaction,
  page: StorePage,
  by: Derivation,
  into: Comparison,
): Promise<void> {
  const { existing, rows, refunded, left } = await comparedPage(tx, page, by);
  const { changes, shown, reading, unwritten } = into;
  const numbers = new Map(rows.orders.map(({ values }) => [values.woo_order_id, values.number]));
  const differences = await differencesOf(tx, rows, existing, (table, change) => {
    if (table === 'orders') changes.noteOrder(change);
    if (table === 'tickets') changes.noteTicket(change, numbers);
    shown.noteStoreValues(table, change);
    // These tickets are written only after the guard has decided.
    if (!left.deferred.tickets.has(change.id)) unwritten.note(table, change);
  });
  const names = storeNames(rows, existing, by);
  for (const difference of differences) into.note(difference, names);
  const present = new Set([
    ...[existing.items, existing.refundLines].flatMap((of) => [...of.values()].map(({ id }) => id)),
    ...existing.tickets.map(({ id }) => id),
  ]);
  const made = { order_items: rows.items, refund_lines: rows.refundLines, tickets: rows.tickets };
  for (const [table, drafts] of Object.entries(made)) {
    for (const { id, values } of drafts) {
      if (present.has(id)) continue;
      const name =
        'woo_item_id' in values ? values.woo_item_id : (values.woo_ticket_id ?? values.pending_key);
      shown.noteLinks(table, String(name), values, names);
    }
  }
  shown.noteCheckIns(rows);
  const ids = refunded.map(({ id }) => id);
  into.noteGone(await findPresentTickets(tx, ids));
  unwritten.noteGone(refunded);
  unwritten.noteCreated(rows, existing);
  reading.note(page, left);
}

/** The store's names of the rows to which rows of a page refer, by our ids. Ids of new rows differ each time. */
function storeNames(
  { orders, items, refunds }: PageRows,
  existing: ExistingPage,
  { event }: Derivation,
): ReadonlyMap<string, string> {
  return new Map<string, string>([
    ...[existing.orders, existing.items, existing.refunds].flatMap((rows) =>
      [...rows].map(([wooId, { id }]) => [id, String(wooId)] as const),
    ),
    ...orders.map(({ id, values }) => [id, String(values.woo_order_id)] as const),
    ...items.map(({ id, values }) => [id, String(values.woo_item_id)] as const),
    ...refunds.map(({ id, values }) => [id, String(values.woo_refund_id)] as const),
    ...[...event.tiers].map(([kind, id]) => [id, kind] as const),
  ]);
}

import { type Configuration, getConfiguration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction, type Transaction } from '../../backend/database.ts';
import { changedColumns, compareRows, type RowChange } from '../../backend/loader/compare-rows.ts';
import { countLosses, findPresentTickets, isValidStatus } from '../../backend/loader/valid-tickets.ts';
import { findVanished } from '../../backend/loader/vanished-rows.ts';
import { findLastReading } from '../../backend/readings/checkpoint-records.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import { ORDERS } from '../../backend/tables/orders.ts';
import { TICKETS } from '../../backend/tables/tickets.ts';
import { throwIfAborted } from '../../kernel/errors.ts';
import { formatMoney, type Money, parseMoney, ZERO } from '../../kernel/money/money.ts';
import type { StoreIdentity, StorePage, StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { Targets } from '../../vocabulary/depths.ts';
import { findTranslations } from '../attempt/find-translations.ts';
import { readOtherProducts } from '../attempt/read-products.ts';
import { comparedPage } from '../load/compared-page.ts';
import { findLoadedEvent } from '../load/load-event.ts';
import { exceedsLimit } from '../load/removal-guard.ts';
import { type Derivation, daysByProduct, rulesOf } from '../model/event-sync.ts';
import { productMarks } from '../model/product-marks.ts';
import { changesRefundPolicy, digestOfRules } from '../plan/choose-depth.ts';
import { findTargets, requireTargets } from '../plan/plan-targeted.ts';
import type { RelatedRows } from '../plan/related-rows.ts';
import { PAGE_ORDERS } from '../read/read-selection.ts';
import { Reading } from '../read/reading.ts';
import {
  type BeforeAfter,
  PREVIEWED_AMOUNTS,
  type Preview,
  type PreviewedAmount,
  type PreviewedCounts,
  type PreviewedOrder,
  type PreviewedTicket,
} from './preview-report.ts';

interface PreviewOf {
  readonly configuration: Configuration;
  readonly source: StoreSource;
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly otherProducts: readonly StoreEvent[];
  /** Only these rows are read; null for the whole event. */
  readonly targets: Targets | null;
}

/**
 * Shows what the next reading of a configuration's event, or of named rows of it, would change, by the current
 * rules and settings. The store must be the one for which the configuration was created. null if the event was
 * never synced.
 *
 * @throws unavailable, config `store.*`, `backend.*`; missing `configuration.none`; aborted
 */
export async function previewConfiguration(
  deps: { readonly db: Database; readonly now: () => Date },
  configurationId: string,
  source: StoreSource,
  signal: AbortSignal,
  targets: Targets | null = null,
): Promise<Preview | null> {
  const configuration = await getConfiguration(deps.db, configurationId);
  const identity = await source.identify(signal);
  const event = await source.readEvent(configuration.wooProductId, signal);
  const translations = await findTranslations(deps.db, source, configuration, signal);
  const otherProducts = await readOtherProducts(source, configuration, translations, signal);
  const find = async (ids: readonly number[]) => await source.findStore(event, ids, signal);
  await requireRecordedStore(deps.db, configurationId, find);
  return await previewEvent(deps, { configuration, source, identity, event, otherProducts, targets }, signal);
}

/**
 * Reads an event, or named rows of it, as an execution does, by the current rules and settings, and returns what
 * would change in the backend. Nothing is written, here or in the store. null if the event was never synced.
 *
 * @throws unavailable, config `store.*`, `backend.*`; aborted
 */
async function previewEvent(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  { configuration, source, identity, event, otherProducts, targets }: PreviewOf,
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
  const changes = new Changes();
  const reading = new Reading();
  const key = { event, variationId: configuration.wooVariationId, otherProducts };
  let asked: RelatedRows | null = null;
  const snapshot = await source.openSnapshot(key, signal);
  try {
    const search = {
      db,
      snapshot,
      configuration,
      last,
      productMarks: productMarks(otherProducts, identity.timezone),
      event: loaded,
    };
    asked = targets === null ? null : await findTargets(search, targets, true, signal);
    const selection =
      asked === null ? await snapshot.selectWhole(signal) : await snapshot.selectSome(asked, signal);
    for await (const page of selection.readPages(null, PAGE_ORDERS, signal)) {
      throwIfAborted(signal);
      await inTransaction(db, async (tx) => {
        await tx.query('set transaction read only');
        await comparePage(tx, page, by, changes, reading);
      });
    }
  } finally {
    await snapshot.close();
  }
  // The rows that were found are written to temporary tables, which a read-only transaction may not create.
  await inTransaction(db, async (tx) => {
    const { orders, tickets } = await findVanished(tx, loaded.id, reading.seen, asked);
    changes.orders.removed += orders.length;
    changes.noteGone(await findPresentTickets(tx, [...tickets, ...reading.seen.vanishedTickets]));
  });
  const losing = changes.lost.filter(({ status: [, after] }) => after !== 'refunded').length;
  const losses = { losing, ...(await countLosses(db, loaded.id, configuration.id)) };
  const notOfEvent =
    targets === null || asked === null
      ? []
      : requireTargets(targets, asked.ownWooOrderIds, reading.seen.wooOrderIds);
  return {
    ...changes.summary(),
    notOfEvent,
    readsAll: last?.rulesDigest !== digestOfRules(rules, event, identity),
    rejected: reading.rejects.length,
    isHeldBack: losing > 0 && exceedsLimit(losses, Number(configuration.maxRemovalPercent)),
  };
}

async function comparePage(
  tx: Transaction,
  page: StorePage,
  by: Derivation,
  changes: Changes,
  reading: Reading,
): Promise<void> {
  const { existing, rows, refunded, left } = await comparedPage(tx, page, by);
  const orders = new Map([...existing.orders.values()].map((row) => [row.id, row]));
  const tickets = new Map(existing.tickets.map((row) => [row.id, row]));
  const numbers = new Map(rows.orders.map(({ values }) => [values.woo_order_id, values.number]));
  for (const change of await compareRows(tx, ORDERS, rows.orders, orders)) changes.noteOrder(change);
  for (const change of await compareRows(tx, TICKETS, rows.tickets, tickets))
    changes.noteTicket(change, numbers);
  changes.noteGone(
    await findPresentTickets(
      tx,
      refunded.map(({ id }) => id),
    ),
  );
  reading.note(page, left);
}

type Counts = { -readonly [Name in keyof PreviewedCounts]: PreviewedCounts[Name] };

class Changes {
  readonly orders: Counts = { created: 0, changed: 0, removed: 0 };
  readonly tickets: Counts = { created: 0, changed: 0, removed: 0 };
  readonly amounts: PreviewedOrder[] = [];
  readonly lost: PreviewedTicket[] = [];
  readonly gained: PreviewedTicket[] = [];
  readonly #sums = new Map<string, Map<PreviewedAmount, [Money, Money]>>();

  noteOrder(change: RowChange): void {
    count(this.orders, change);
    const { before, after } = change;
    const names = changedColumns(change, PREVIEWED_AMOUNTS);
    if (before === null || names.length === 0) return;
    const both = (name: PreviewedAmount): BeforeAfter => [before[name] ?? '0', after[name] ?? '0'];
    const currency = after['currency'] ?? '';
    const sums = this.#sums.get(currency) ?? new Map<PreviewedAmount, [Money, Money]>();
    this.#sums.set(currency, sums);
    for (const name of PREVIEWED_AMOUNTS) {
      const [was, is] = sums.get(name) ?? [ZERO, ZERO];
      const [then, now] = both(name);
      sums.set(name, [was + parseMoney(then), is + parseMoney(now)]);
    }
    this.amounts.push({
      number: after['number'] ?? '',
      wooOrderId: Number(after['woo_order_id']),
      currency,
      amounts: Object.fromEntries(names.map((name) => [name, both(name)])),
    });
  }

  /** @param numbers the numbers of the page's orders, by the store's ids */
  noteTicket(change: RowChange, numbers: ReadonlyMap<number, string>): void {
    count(this.tickets, change);
    const { before, after, removedBefore, removedAfter } = change;
    if (before === null) return;
    const status: BeforeAfter = [
      removedBefore === null ? (before['status'] ?? '') : 'removed',
      removedAfter === null ? (after['status'] ?? '') : 'removed',
    ];
    const [was, is] = [isValidStatus(status[0]), isValidStatus(status[1])];
    if (was === is) return;
    const [ticket, order] = [after['woo_ticket_id'] ?? null, after['woo_order_id'] ?? null];
    (was ? this.lost : this.gained).push({
      number: after['ticket_number'] ?? null,
      wooTicketId: ticket === null ? null : Number(ticket),
      wooOrderId: order === null ? null : Number(order),
      orderNumber: numbers.get(Number(order)) ?? order,
      status,
    });
  }

  /** Existing tickets that the store no longer has. */
  noteGone(tickets: Awaited<ReturnType<typeof findPresentTickets>>): void {
    this.tickets.removed += tickets.length;
    for (const { status, ...ticket } of tickets) {
      if (isValidStatus(status)) this.lost.push({ ...ticket, status: [status, 'removed'] });
    }
  }

  summary(): Omit<Preview, 'notOfEvent' | 'readsAll' | 'rejected' | 'isHeldBack'> {
    const { orders, tickets, amounts, lost, gained } = this;
    const sums = [...this.#sums].map(([currency, by]) => {
      const of = (name: PreviewedAmount): BeforeAfter => {
        const [before, after] = by.get(name) ?? [ZERO, ZERO];
        return [formatMoney(before), formatMoney(after)];
      };
      const [total, refunded, net] = [of('total'), of('refunded'), of('net')];
      const [service_fee, organizer_amount] = [of('service_fee'), of('organizer_amount')];
      return { currency, amounts: { total, refunded, net, service_fee, organizer_amount } };
    });
    return { orders, tickets, amounts, sums, lost, gained };
  }
}

function count(counts: Counts, { before, removedBefore, removedAfter }: RowChange): void {
  if (before === null) counts.created += 1;
  else if (removedBefore === null && removedAfter !== null) counts.removed += 1;
  else counts.changed += 1;
}

import { getConfiguration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction, type Transaction } from '../../backend/database.ts';
import { findLastReading } from '../../backend/readings/checkpoint-records.ts';
import { requireRecordedStore } from '../../backend/stores/require-recorded-store.ts';
import { throwIfAborted } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { StorePage, StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import { findTranslations } from '../attempt/find-translations.ts';
import { readOtherProducts } from '../attempt/read-products.ts';
import { comparedPage } from '../load/compared-page.ts';
import { findLoadedEvent } from '../load/load-event.ts';
import { type Derivation, daysByProduct, type LoadedEvent, rulesOf } from '../model/event-sync.ts';
import { productMarks } from '../model/product-marks.ts';
import { changesRefundPolicy } from '../plan/choose-depth.ts';
import { findTargets } from '../plan/plan-targeted.ts';
import type { RelatedRows } from '../plan/related-rows.ts';
import { PAGE_ORDERS } from '../read/read-selection.ts';
import { Reading } from '../read/reading.ts';
import { differencesOf } from './differences.ts';
import { type ExplainedRow, ExplainedRows, type ReadExplanation } from './explained-row.ts';

export type ExplainingStore = Pick<
  StoreSource,
  'identify' | 'readEvent' | 'readTranslations' | 'findStore' | 'openSnapshot'
>;

/**
 * Reads an order or a ticket from the store as a targeted execution does, derives it by the current rules with a
 * reason for each decision, and compares it with the backend's rows. Nothing is written, here or in the store.
 *
 * @throws unavailable, config `store.*`, `backend.*`; missing `configuration.none`; aborted
 */
export async function readExplanation(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  configurationId: string,
  source: ExplainingStore,
  row: ExplainedRow,
  signal: AbortSignal,
): Promise<ReadExplanation> {
  const configuration = await getConfiguration(db, configurationId);
  const { timezone } = await source.identify(signal);
  const event = await source.readEvent(configuration.wooProductId, signal);
  const translations = await findTranslations(db, source, configuration, signal);
  const otherProducts = await readOtherProducts(source, configuration, translations, signal);
  await requireRecordedStore(db, configurationId, async (ids) => await source.findStore(event, ids, signal));
  const products = { event, otherProducts };
  const loaded =
    (await inTransaction(db, async (tx) => await findLoadedEvent(tx, configuration, products))) ??
    unsyncedEvent(event);
  const rules = rulesOf(configuration, event, otherProducts);
  const last = await findLastReading(db, configurationId);
  const key = { event, variationId: configuration.wooVariationId, otherProducts };
  const snapshot = await source.openSnapshot(key, signal);
  try {
    const search = {
      db,
      snapshot,
      configuration,
      last,
      productMarks: productMarks(otherProducts, timezone),
      event: loaded,
    };
    // Any viewer may ask, so tickets that an order lacks are not searched in the whole store.
    const asked = await findTargets(search, targetsOf(row), false, signal);
    const wooOrderId = row.wooOrderId ?? orderOf(row.wooTicketId, asked);
    const found = new ExplainedRows({ ...row, wooOrderId });
    const derivation = {
      event: loaded,
      rules,
      numDaysOf: daysByProduct(event, otherProducts),
      choosesRefundsAgain: changesRefundPolicy(rules, last),
      now,
      explain: found.explain,
    };
    const selection = await snapshot.selectSome(asked, signal);
    const reading = new Reading();
    for await (const page of selection.readPages(null, PAGE_ORDERS, signal)) {
      throwIfAborted(signal);
      await inTransaction(db, async (tx) => {
        await tx.query('set transaction read only');
        await comparePage(tx, page, derivation, found, reading);
      });
    }
    await found.addVanished(db, loaded.id, reading, asked, snapshot, signal);
    found.explainProducts(rules, configuration, translations.counted);
    return found.explanation(snapshot.takenAtUtc, rules);
  } finally {
    await snapshot.close();
  }
}

/** An event that no execution has read yet has no rows, so that every row would be created. */
function unsyncedEvent({ title }: StoreEvent): LoadedEvent {
  return { id: newId(), title, formIds: new Map(), otherTitles: new Map(), tiers: new Map() };
}

function targetsOf({ wooOrderId, wooTicketId }: ExplainedRow) {
  return {
    orderIds: wooOrderId === null ? [] : [wooOrderId],
    ticketIds: wooTicketId === null ? [] : [wooTicketId],
  };
}

function orderOf(wooTicketId: number | null, { places }: RelatedRows): number | null {
  const order = wooTicketId === null ? 0 : (places.get(wooTicketId) ?? 0);
  return order === 0 ? null : order;
}

async function comparePage(
  tx: Transaction,
  page: StorePage,
  by: Derivation,
  found: ExplainedRows,
  reading: Reading,
): Promise<void> {
  const { existing, rows, refunded, left } = await comparedPage(tx, page, by);
  found.notePage(page, existing);
  const own = found.ownExisting(existing);
  found.noteDifferences(await differencesOf(tx, found.ownRows(rows), own));
  reading.note(page, {
    ...left,
    vanishedTickets: [...left.vanishedTickets, ...refunded.map(({ id, wooOrderId }) => ({ id, wooOrderId }))],
  });
}

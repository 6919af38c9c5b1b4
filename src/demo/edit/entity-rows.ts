import type { DemoProduct } from '../model/catalogue-model.ts';
import type { DemoOrder, DemoSettings, DemoTicket } from '../model/model.ts';
import { createSiteClock } from '../model/site-clock.ts';
import type { StoreWriter } from '../write/store-writer.ts';
import { writeProduct } from '../write/write-products.ts';
import { writeOrder } from '../write/write-store.ts';
import { writeTicket } from '../write/write-tickets.ts';
import type { WantedRows } from './row-set.ts';
import { type EditedTable, isEdited } from './stored-rows.ts';

type Wanted = [EditedTable, WantedRows[number][1]][];

/** Values that WooCommerce counts with each sale; the editor does not change them. */
const COUNTERS = ['total_sales', '_WooCommerceEventsCounter'];

/**
 * Creates the rows of an order, ticket or product with the store's writers, without the ids that the database
 * gives.
 */
export interface EntityWriter {
  /** @param noteIds ids of the existing notes, then of new ones */
  order(order: DemoOrder, noteIds: () => number): WantedRows;
  ticket(ticket: DemoTicket): WantedRows;
  product(product: DemoProduct): WantedRows;
}

/**
 * @param products as they were when they were sold, because a new name does not change the rows of older orders
 */
export function openEntityWriter(
  settings: DemoSettings,
  products: ReadonlyMap<number, DemoProduct>,
): EntityWriter {
  const clock = createSiteClock(settings.timezone);
  const collect = (write: (writer: StoreWriter) => void, noteIds: () => number = () => 0): Wanted => {
    const rows: Wanted = [];
    write({
      settings,
      clock,
      products,
      emit: (table, row) => {
        if (isEdited(table)) rows.push([table, row]);
      },
      next: (table) => (table === 'comments' ? noteIds() : 0),
    });
    return rows;
  };
  return {
    order: (order, noteIds) => (order.deleted ? [] : collect((writer) => writeOrder(writer, order), noteIds)),
    ticket: (ticket) => collect((writer) => writeTicket(writer, ticket)),
    product: (product) =>
      collect((writer) =>
        writeProduct(writer, product, { unitsSold: 0, lastTicketSequence: 0 }, { next: () => 0 }),
      ).filter(([table, row]) => table !== 'postmeta' || !COUNTERS.includes(String(row[2]))),
  };
}

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

/** Counted by WooCommerce as it sells; an editor of single orders leaves them as they are. */
const COUNTERS = ['total_sales', '_WooCommerceEventsCounter'];

/** What the store's own writers make of a thing: its rows, without the ids that the database gives. */
export interface EntityWriter {
  /** @param noteIds ids of the notes that are there already, then of new ones */
  order(order: DemoOrder, noteIds: () => number): WantedRows;
  ticket(ticket: DemoTicket): WantedRows;
  product(product: DemoProduct): WantedRows;
}

/** @param products as they were sold: a later name does not reach the rows of older orders */
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

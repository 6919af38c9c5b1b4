import type { Transaction } from '../../backend/database.ts';
import type { Journal } from '../../backend/loader/journal.ts';
import { loadRows } from '../../backend/loader/load-rows.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import { TICKET_TIERS, type TierRow } from '../../backend/tables/ticket-tiers.ts';
import { newId } from '../../kernel/ids.ts';
import type { StorePage } from '../../source/source.ts';
import { eventLines } from '../../ticketing/membership.ts';
import { kindOf } from '../../ticketing/tickets/ticket-units.ts';
import { soldTierName } from '../../ticketing/variations/sold-tiers.ts';
import type { Derivation } from '../model/event-sync.ts';

/**
 * Tiers of variations that were sold but are no longer part of the product. They are named after the order's
 * line.
 */
export async function loadSoldTiers(
  tx: Transaction,
  page: StorePage,
  target: SoldTiersOf,
  journal: Journal,
): Promise<void> {
  for (const draft of addSoldTiers(page, target)) {
    await loadRows(tx, TICKET_TIERS, [draft], new Map(), journal);
  }
}

type SoldTiersOf = Pick<Derivation, 'event' | 'rules'>;

/** Adds these tiers to the event's tiers, each with its row. */
export function addSoldTiers(page: StorePage, { event, rules }: SoldTiersOf): readonly RowDraft<TierRow>[] {
  const added: RowDraft<TierRow>[] = [];
  for (const order of page.orders) {
    for (const line of eventLines(order.lines, rules)) {
      const kind = kindOf(line);
      if (event.tiers.has(kind)) continue;
      const id = newId();
      event.tiers.set(kind, id);
      const values = {
        event_id: event.id,
        name: soldTierName(line, event.otherTitles.get(line.productId) ?? event.title),
        woo_product_id: line.productId,
        woo_variation_id: line.variationId,
        price: null,
        currency: order.currency,
        stock_left: null,
        form_id: event.formIds.get(line.productId) ?? null,
        store_values: {},
      };
      added.push({ id, removedReason: null, values });
    }
  }
  return added;
}

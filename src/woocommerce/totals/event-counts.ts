import { sumOfCounts } from '../../source/range-counts.ts';
import type { EventKey } from '../../source/source.ts';
import type { Excluded, OrderFacts, RangeCount, RangeCounts, StoreProof } from '../../source/totals.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import type { CountScope } from './scope.ts';
import { type TicketCensus, takeTicketCensus, WHOLE_CENSUS } from './ticket-census.ts';
import { CountedOrders, countBasis, countRanges, countSome } from './whole.ts';

/** The proof's figures of one event in one view of a store. */
export class EventCounts implements RangeCounts {
  readonly #scope: CountScope;
  readonly #counted = new CountedOrders();
  #census: Promise<TicketCensus> | null = null;

  constructor(scope: CountScope) {
    this.#scope = scope;
  }

  async countWhole(excluded: Excluded, signal: AbortSignal): Promise<StoreProof> {
    const counts = await this.countAll(excluded, signal);
    return sumOfCounts(counts.map(({ counted }) => counted));
  }

  async countAll(excluded: Excluded, signal: AbortSignal): Promise<readonly RangeCount[]> {
    const census = await this.#takeCensus(signal);
    const everything = { starts: null, excluded };
    return (await countRanges(this.#scope, census, this.#counted, everything, signal)) ?? [];
  }

  async countSome(
    starts: ReadonlySet<number>,
    wooTicketIds: readonly number[],
    excluded: Excluded,
    signal: AbortSignal,
  ): Promise<readonly RangeCount[] | null> {
    const census = await takeTicketCensus(this.#scope, { only: wooTicketIds, withPlaces: true }, signal);
    return await countRanges(this.#scope, census, this.#counted, { starts, excluded }, signal);
  }

  async readBasis(signal: AbortSignal): Promise<string> {
    return await countBasis(this.#scope, signal);
  }

  async countOrders(
    wooOrderIds: readonly number[],
    wooTicketIds: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<readonly OrderFacts[]> {
    const census =
      wooTicketIds === null
        ? await this.#takeCensus(signal)
        : await takeTicketCensus(this.#scope, { only: wooTicketIds, withPlaces: false }, signal);
    return await countSome(this.#scope, census, this.#counted, wooOrderIds, signal);
  }

  /** Read once, because it cannot change within one view. */
  async #takeCensus(signal: AbortSignal): Promise<TicketCensus> {
    this.#census ??= takeTicketCensus(this.#scope, WHOLE_CENSUS, signal);
    return await this.#census;
  }
}

export function countScopeOf(
  connection: StoreConnection,
  { plugin, tables, orders, currency, renewalsOweTickets, timezone, dateFormat }: StoreLayout,
  { event, variationId, otherProducts = [] }: EventKey,
): CountScope {
  const daysOf = ({ numDays, keepsDays }: StoreEvent): number => (keepsDays ? numDays : 1);
  return {
    connection,
    plugin: plugin.proof,
    tables,
    orders,
    currency,
    renewalsOweTickets,
    siteTimezone: timezone,
    dateFormat,
    productId: event.wooProductId,
    variationId,
    otherProductIds: otherProducts.map(({ wooProductId }) => wooProductId),
    countedDays: daysOf(event),
    otherCountedDays: new Map(otherProducts.map((other) => [other.wooProductId, daysOf(other)])),
  };
}

import { byPurpose, type HourCost, totalOf } from '../../backend/live/cost-records.ts';
import type { StoreCostReply } from '../../contract/live.ts';

/** What a set of credentials cost its store in the last hour, in a reply. */
export function shownStoreCost(costs: readonly HourCost[], ceilingSeconds: number | null): StoreCostReply {
  const total = totalOf(costs);
  return {
    ...byPurpose(costs),
    total,
    live_ceiling_seconds: ceilingSeconds,
    is_above_ceiling: ceilingSeconds !== null && total.seconds >= ceilingSeconds,
  };
}

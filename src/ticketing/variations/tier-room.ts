/** How many places a tier still has. */
export interface TierRoom {
  /** How many can still be sold; null if the store sets no number. */
  readonly left: number | null;
  /** How many were sold beyond the limit; 0 if it is not oversold. */
  readonly oversold: number;
}

/**
 * Computes the room of a tier, which has two limits: the capacity that a person set here, and the store's
 * remaining stock. The lower one counts.
 */
export function tierRoom(tier: {
  readonly capacity: number | null;
  readonly stockLeft: number | null;
  readonly sold: number;
}): TierRoom {
  const { capacity, stockLeft, sold } = tier;
  const rooms = [...(capacity === null ? [] : [capacity - sold]), ...(stockLeft === null ? [] : [stockLeft])];
  if (rooms.length === 0) return { left: null, oversold: 0 };
  const room = Math.min(...rooms);
  return { left: Math.max(room, 0), oversold: Math.max(-room, 0) };
}

/** The maximum number of rows at once; a year-long event may have thousands of slots. */
const MOST_SHOWN = 50;
/** A slot that began today is still listed. */
const DAY_MS = 24 * 3_600_000;

/** The slots to show first: all if there are few, otherwise those from a day ago on, or the last ones. */
export function nextSlots<Slot extends { readonly slot_at: string | null }>(
  slots: readonly Slot[],
  now: Date,
): readonly Slot[] {
  if (slots.length <= MOST_SHOWN) return slots;
  const next = slots.findIndex(
    ({ slot_at }) => slot_at === null || Date.parse(slot_at) >= now.getTime() - DAY_MS,
  );
  const last = slots.length - MOST_SHOWN;
  const from = next < 0 ? last : Math.min(next, last);
  return slots.slice(from, from + MOST_SHOWN);
}

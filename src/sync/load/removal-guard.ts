/** This many tickets may always be removed. */
const ALWAYS_ALLOWED = 10;

interface Losses {
  /** Valid tickets, with or without a post, that would no longer be valid. */
  readonly losing: number;
  /** Tickets that executions made invalid within the last day. */
  readonly lostBefore: number;
  /** Tickets that are valid now. */
  readonly valid: number;
}

/** Whether these are too many for a day, measured by the tickets that were valid before the first removal. */
export function exceedsLimit({ losing, ...before }: Losses, maxPercent: number): boolean {
  return losing + before.lostBefore > removalLimit(before, maxPercent);
}

/** How many tickets executions may make invalid within a day, without rounding. */
function removalLimit({ lostBefore, valid }: Omit<Losses, 'losing'>, maxPercent: number): number {
  return Math.max(ALWAYS_ALLOWED, ((valid + lostBefore) * maxPercent) / 100);
}

/** How many valid tickets the next execution may make invalid. */
export function removableTickets(before: Omit<Losses, 'losing'>, maxPercent: number): number {
  const left = Math.floor(removalLimit(before, maxPercent)) - before.lostBefore;
  return Math.min(before.valid, Math.max(0, left));
}

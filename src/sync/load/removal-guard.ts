import type { Database } from '../../backend/database.ts';
import { countLosses } from '../../backend/loader/valid-tickets.ts';
import { AppError } from '../../kernel/errors.ts';

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

/**
 * The removal guard stops an execution that is about to remove more tickets than expected, because a
 * half-restored store, or a wrong query of ours, looks just like a mass cancellation. It runs before removals
 * are written, after orders, money and refunds. Refunded tickets do not count.
 *
 * @throws config `sync.removal-brake`
 */
export async function requireFewLosses(
  db: Database,
  eventId: string,
  configurationId: string,
  losing: number,
  maxPercent: string,
): Promise<void> {
  if (losing === 0) return;
  const losses = { losing, ...(await countLosses(db, eventId, configurationId)) };
  if (!exceedsLimit(losses, Number(maxPercent))) return;
  throw new AppError({
    code: 'sync.removal-brake',
    message:
      `This sync would cancel or remove ${losing} valid tickets; with ${losses.lostBefore} of the last 24 hours that is more than ` +
      `${maxPercent} % of the event. They stay as they are; orders, money and refunds were written. If it is right, raise max_removal_percent and sync again.`,
    details: { ...losses, maxPercent },
  });
}

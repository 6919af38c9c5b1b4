import { AppError } from '../../kernel/errors.ts';
import type { DayState } from '../../ticketing/store-order.ts';

const CHECKED_IN = 'Checked In';

/**
 * Which days a ticket was let in, as its metas say. An event of one day keeps it in the ticket's status,
 * one of several days in a JSON of its own, which may not be there yet.
 *
 * @throws rejected `ticket.broken-day-status`
 */
export function readDayStates(
  status: string | null,
  multidayStatus: string | null,
  numDays: number,
): readonly DayState[] {
  const inByStatus = status === CHECKED_IN;
  if (numDays <= 1) return [{ day: 1, checkedIn: inByStatus }];
  if (multidayStatus === null || multidayStatus === '')
    return Array.from({ length: numDays }, (_, at) => ({ day: at + 1, checkedIn: at === 0 && inByStatus }));
  return daysOf(multidayStatus).map(([day, told]) => ({ day, checkedIn: told === CHECKED_IN }));
}

/** The last day that a ticket of several days knows; 1 where it cannot be told. */
export function lastDay(multidayStatus: string): number {
  try {
    return Math.max(1, ...daysOf(multidayStatus).map(([day]) => day));
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rejected') return 1;
    throw error;
  }
}

function daysOf(multidayStatus: string): readonly (readonly [number, unknown])[] {
  let told: unknown;
  try {
    told = JSON.parse(multidayStatus);
  } catch {
    throw broken(multidayStatus);
  }
  if (typeof told !== 'object' || told === null || Array.isArray(told)) throw broken(multidayStatus);
  return Object.entries(told).map(([day, state]) => {
    if (!/^[1-9]\d{0,2}$/.test(day)) throw broken(multidayStatus);
    return [Number(day), state] as const;
  });
}

function broken(multidayStatus: string): AppError {
  return new AppError({
    kind: 'rejected',
    code: 'ticket.broken-day-status',
    message: 'The days on which a ticket was let in cannot be read.',
    details: { value: multidayStatus.slice(0, 200) },
  });
}

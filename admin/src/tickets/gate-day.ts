import type { TicketDetail } from './TicketShow.tsx';

/** How a ticket stands on one day, and which of the gates could take it back. */
export interface GateDay {
  readonly day: number;
  readonly inside: boolean;
  /** The store's gate says so too: its word can only be taken back there. */
  readonly byStore: boolean;
  /** The event by whose row of the same store ticket its holder is inside; null: none. */
  readonly insideBy: string | null;
}

/** A day each, as both gates' last words have it. */
export function gateDays({ check_ins, day_status, also_in }: TicketDetail, days: number): readonly GateDay[] {
  return Array.from({ length: days }, (_, at) => {
    const day = at + 1;
    const local = check_ins.find((word) => word.day === day && word.origin === 'local');
    const inside = day_status[String(day)] === 'checked_in';
    const other = also_in.find((row) => row.day_status[String(day)] === 'checked_in');
    return {
      day,
      inside,
      byStore: inside && local?.status !== 'checked_in',
      insideBy: inside ? null : (other?.event_name ?? null),
    };
  });
}

import { type EventHours, findEventHours } from '../../backend/readings/event-hours-record.ts';
import type { EventSync } from '../model/event-sync.ts';

const HOUR_MS = 3600 * 1000;
/** Doors open before an event starts. */
const BEFORE_MS = 3 * HOUR_MS;
/** How long an event lasts whose end is not known. */
const LASTS_MS = 12 * HOUR_MS;

/** Whether the event is on now. */
export async function isEventOn({
  db,
  event,
  now,
}: Pick<EventSync, 'db' | 'event' | 'now'>): Promise<boolean> {
  return isWithinHours(await findEventHours(db, event.id), now());
}

/** From three hours before the start to the end. */
export function isWithinHours({ startsAtUtc, endsAtUtc }: EventHours, now: Date): boolean {
  if (startsAtUtc === null) return false;
  const startMs = startsAtUtc.getTime();
  const hasEnd = endsAtUtc !== null && endsAtUtc > startsAtUtc;
  const endMs = hasEnd ? endsAtUtc.getTime() : startMs + LASTS_MS;
  return now.getTime() >= startMs - BEFORE_MS && now.getTime() <= endMs;
}

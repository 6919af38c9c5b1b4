import { channel } from 'node:diagnostics_channel';

/**
 * Places at which a process may be killed and must leave nothing half done. Add a place where a new piece of
 * work could be interrupted; the kill tests go through all of them.
 */
export const POINTS = [
  'after a page is read',
  'in the midst of COPY',
  'before a page is committed',
  'after a page is committed',
  'after a full reading’s digests are stored',
  'after the digests are compared',
  'before removals are written',
  'before the proof',
  'before the end is written',
] as const;
/** The same for outbound events; a test of their own kills a process at each of them. */
export const OUTBOUND_POINTS = [
  'before queued deliveries are committed',
  'after deliveries are claimed',
  'after a delivery is accepted',
] as const;
export type OutboundPoint = (typeof OUTBOUND_POINTS)[number];
export type Point = (typeof POINTS)[number];

const passing = channel('taquilla.point');

/** Announces that the program has reached this place. Only tests listen. */
export function passPoint(point: Point | OutboundPoint): void {
  if (passing.hasSubscribers) passing.publish(point);
}

/** Calls `onPass` before the program continues, until the returned function is called. */
export function watchPoints(onPass: (point: Point) => void): () => void {
  const listen = (message: unknown): void => onPass(message as Point);
  passing.subscribe(listen);
  return () => {
    passing.unsubscribe(listen);
  };
}

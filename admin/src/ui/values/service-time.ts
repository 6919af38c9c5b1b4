/** A reply dates itself in whole seconds and takes time to arrive: a smaller difference is ignored. */
const NO_DIFFERENCE_MS = 5_000;
let behindMs = 0;

/** Reads the time of a reply, which is the service's, as a browser's own clock may be wrong. */
export function noteServiceTime(date: string | null): void {
  const apartMs = date === null ? Number.NaN : Date.parse(date) - Date.now();
  if (Number.isNaN(apartMs)) return;
  behindMs = Math.abs(apartMs) < NO_DIFFERENCE_MS ? 0 : apartMs;
}

/** The present by the service's clock. */
export function present(): Date {
  return new Date(Date.now() + behindMs);
}

/**
 * A reply contains its time in whole seconds and takes a while to arrive, so a smaller difference is ignored.
 */
const NO_DIFFERENCE_MS = 5_000;
let behindMs = 0;

/** Takes the service's time from a reply, because the browser's own clock may be wrong. */
export function noteServiceTime(date: string | null): void {
  const apartMs = date === null ? Number.NaN : Date.parse(date) - Date.now();
  if (Number.isNaN(apartMs)) return;
  behindMs = Math.abs(apartMs) < NO_DIFFERENCE_MS ? 0 : apartMs;
}

/** The present time by the service's clock. */
export function present(): Date {
  return new Date(Date.now() + behindMs);
}

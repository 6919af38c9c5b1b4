import { useSyncExternalStore } from 'react';
import { present } from './service-time.ts';

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let now = present();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = present();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function read(): Date {
  // Without subscribers the clock is stopped, so it is set again here, but not within one render.
  if (timer === null && Math.abs(present().getTime() - now.getTime()) >= TICK_MS) now = present();
  return now;
}

/** The present time from one clock for the whole page, so that all relative times change together. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, read);
}

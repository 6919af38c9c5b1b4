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
  // The clock stops without subscribers; within one render it must not move.
  if (timer === null && Math.abs(present().getTime() - now.getTime()) >= TICK_MS) now = present();
  return now;
}

/** The present, one clock for the whole page, so that all that says how long ago moves together. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, read);
}

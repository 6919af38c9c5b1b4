/** over: the session has ended. restricted: it can only set up a second factor. */
export type SessionChange = 'over' | 'restricted';

const listeners = new Set<(why: SessionChange) => void>();

export function onSessionEnd(why: SessionChange): void {
  for (const listener of listeners) listener(why);
}

export function watchSessionEnd(listener: (why: SessionChange) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const listeners = new Set<() => void>();

/** The server knows this session no more. */
export function onSessionEnd(): void {
  for (const listener of listeners) listener();
}

export function watchSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A setting that the browser stores: its value, and subscriptions to its changes. */
export interface Kept<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Works without storage as well, as in a private window: then the choice lasts until the page is closed. */
export function keep<T extends string>(name: string, allowed: readonly T[], usual: () => T): Kept<T> {
  const listeners = new Set<() => void>();
  let value = read(name, allowed) ?? usual();
  return {
    get: () => value,
    set(next) {
      value = next;
      try {
        localStorage.setItem(name, next);
      } catch {
        // If the browser refuses storage, the choice is not stored.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function read<T extends string>(name: string, allowed: readonly T[]): T | null {
  try {
    const found = localStorage.getItem(name);
    return allowed.find((one) => one === found) ?? null;
  } catch {
    return null;
  }
}

/** A small thing that this browser remembers and the page shows: what it is now, and who wants to know of changes. */
export interface Kept<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Browsers that keep nothing (a private window) still work: the choice lasts until the page is closed. */
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
        // Refused; nothing is lost but the memory of it.
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

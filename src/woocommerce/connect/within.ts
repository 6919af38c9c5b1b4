import { aborted } from '../../kernel/errors.ts';

/**
 * Waits for a result until `timeoutMs` has passed or the signal aborts. A later failure is ignored, and
 * `tooLate` closes a later value.
 */
export async function within<T>(
  work: Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
  timedOut: (timeoutMs: number) => unknown,
  tooLate: (value: T) => void = () => undefined,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  let over = false;
  work.then(
    (value) => {
      if (over) tooLate(value);
    },
    () => undefined,
  );
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        onAbort = () => reject(aborted(signal.reason));
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        timer = setTimeout(() => reject(timedOut(timeoutMs)), timeoutMs);
      }),
    ]);
  } finally {
    over = true;
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

import { keptLanguage } from '../i18n/language.ts';

const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

export type LineState = 'opening' | 'open' | 'lost';

interface Following {
  readonly address: string;
  /** The handler of each event, by the event's name. */
  readonly on: Readonly<Record<string, (data: unknown) => void>>;
  readonly onState: (state: LineState) => void;
  /** The name of the last event: nothing follows it. */
  readonly last?: string;
  readonly onEnd?: () => void;
}

/**
 * Follows a stream of the API and returns the function that ends it. All streams of the panel are opened here.
 * A lost connection is reported at once and opened again, after a longer wait each time. A connection that
 * never opens, as on a laptop that was asleep, is treated in the same way.
 */
export function follow({ address, on, onState, last, onEnd }: Following): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_WAIT_MS;
  let ended = false;

  const close = (): void => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = (): void => {
    close();
    const line = new EventSource(`${address}?language=${keptLanguage.get()}`);
    source = line;
    timer = setTimeout(lost, SILENCE_MS);
    line.onopen = () => {
      clearTimeout(timer);
      waitMs = FIRST_WAIT_MS;
      onState('open');
    };
    line.onerror = lost;
    for (const [name, notify] of Object.entries(on)) {
      line.addEventListener(name, (event: MessageEvent<string>) => notify(JSON.parse(event.data)));
    }
    if (last !== undefined) {
      line.addEventListener(last, () => {
        ended = true;
        close();
        onState('open');
        onEnd?.();
      });
    }
  };
  const lost = (): void => {
    if (ended) return;
    close();
    onState('lost');
    timer = setTimeout(open, waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };
  const back = (): void => {
    if (!ended && source?.readyState !== EventSource.OPEN) open();
  };
  window.addEventListener('online', back);
  // The server writes sentences in the language of the request, so a new language needs a new connection.
  const forgetLanguage = keptLanguage.subscribe(() => {
    if (!ended) open();
  });
  onState('opening');
  open();
  return () => {
    ended = true;
    window.removeEventListener('online', back);
    forgetLanguage();
    close();
  };
}

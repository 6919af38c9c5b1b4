/** An open stream of executions. */
export interface WatchedStream {
  readonly status: number;
  /** The time of its end, by `performance.now()`; null while it is open. */
  endedAtMs(): number | null;
  /** Everything that it has received. */
  text(): string;
  /** Closes it, and waits until it is closed. */
  close(): Promise<void>;
}

export async function watchStream(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<WatchedStream> {
  const leaving = new AbortController();
  const reply = await fetch(`${address}/api/v1/sync-woocommerce/executions/stream/`, {
    headers,
    signal: leaving.signal,
  });
  let text = '';
  let endedAtMs: number | null = null;
  const read = async (): Promise<void> => {
    try {
      for await (const part of (reply.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        text += part;
      }
    } catch (error) {
      if (!leaving.signal.aborted) throw error;
    } finally {
      endedAtMs = performance.now();
    }
  };
  const reading = read();
  return {
    status: reply.status,
    endedAtMs: () => endedAtMs,
    text: () => text,
    async close() {
      leaving.abort();
      await reading;
    },
  };
}

import type { FastifyReply } from 'fastify';

/** A client that reads so slowly that this much waits for it is let go: it comes back where it stopped. */
const MOST_WAITING_BYTES = 1024 * 1024;
const RETRY_MS = 3_000;

/** Server-sent events on a connection that stays open. */
export interface EventStream {
  send(event: { readonly event: string; readonly id: string; readonly data: unknown }): void;
  beat(): void;
  end(): void;
}

/** Takes the connection over. `onClose` is told once, whoever ended it. */
export function openEventStream(reply: FastifyReply, onClose: () => void): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx would keep events back until its buffer is full
    'x-accel-buffering': 'no',
  });
  raw.once('close', onClose);
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
  };
  write(`retry: ${RETRY_MS}\n\n`);
  return {
    send: ({ event, id, data }) => write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    beat: () => write(': beat\n\n'),
    end: () => {
      if (!raw.writableEnded) raw.end();
    },
  };
}

function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(String) : value;
  }
  return headers;
}

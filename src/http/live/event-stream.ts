import type { FastifyReply } from 'fastify';

/** A client with this much unsent data is disconnected. It reconnects and continues where it stopped. */
const MOST_WAITING_BYTES = 1024 * 1024;
/** A client that has read nothing for this long is disconnected as well. */
const STALLED_MS = 30_000;
const RETRY_MS = 3_000;

/** Server-sent events on a connection that stays open. */
export interface EventStream {
  /** Sends the bytes of whole events, made by `frameOf`. */
  send(frame: Buffer): void;
  /** Keeps the connection open, and disconnects a client that has stopped reading. */
  sendHeartbeat(): void;
  end(): void;
}

/** @param id null means that a reconnecting client continues after the previous event */
export function frameOf(event: string, id: string | null, json: string): Buffer {
  return Buffer.from(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`);
}

const HEARTBEAT = Buffer.from(': beat\n\n');

/**
 * Takes the connection over.
 *
 * @param onClose called once, whichever side ends the connection
 * @param nowMs a clock that never goes back
 */
export function openEventStream(
  reply: FastifyReply,
  onClose: () => void,
  nowMs: () => number = () => performance.now(),
): EventStream {
  reply.hijack();
  const { raw } = reply;
  let corked = false;
  let waitsSinceMs: number | null = null;
  const release = (): void => {
    if (!corked) return;
    corked = false;
    if (!raw.writableEnded) raw.uncork();
  };
  const write = (bytes: Buffer): void => {
    if (raw.destroyed || raw.writableEnded) return;
    // All events of one moment are sent in one packet.
    if (!corked) {
      corked = true;
      raw.cork();
      process.nextTick(() => {
        release();
        if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
      });
    }
    if (!raw.write(bytes)) waitsSinceMs ??= nowMs();
  };
  if (raw.destroyed || raw.closed) {
    // The client disconnected before the stream could be ended.
    onClose();
  } else {
    raw.once('close', onClose);
    raw.on('drain', () => {
      waitsSinceMs = null;
    });
    raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Without this, nginx would hold events back until its buffer is full.
      'x-accel-buffering': 'no',
    });
    write(Buffer.from(`retry: ${RETRY_MS}\n\n`));
  }
  return {
    send: write,
    sendHeartbeat: () => {
      if (waitsSinceMs !== null && nowMs() - waitsSinceMs > STALLED_MS) raw.destroy();
      else write(HEARTBEAT);
    },
    end: () => {
      // When a reply ends, Node 24 drops data that are still corked.
      release();
      if (!raw.writableEnded) raw.end();
    },
  };
}

/** The headers that hooks have set, for a reply that is written without Fastify. */
export function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(String) : value;
  }
  return headers;
}

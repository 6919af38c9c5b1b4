import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { protocolOf } from '../../../kernel/addresses/protocol-name.ts';
import { lostConnection, notMysql, type StorePlace } from '../store-errors.ts';

const HEAD_BYTES = 5;

/**
 * Waits for the server's first bytes and checks that they are MySQL's greeting, which the driver then reads.
 * The driver would take any other bytes for the length of a packet and wait for its end.
 *
 * @throws config `store.not-mysql`; unavailable `store.connection-lost`; the error of the stream
 */
export async function awaitGreeting(stream: Duplex, at: StorePlace): Promise<void> {
  const received: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const chunk: unknown = stream.read();
    if (chunk instanceof Buffer) {
      received.push(chunk);
      length += chunk.length;
    } else if (stream.readableEnded || stream.destroyed) {
      throw lostConnection(Buffer.concat(received).toString('latin1'), at);
    } else await nextEvent(stream);
  }
  const greeting = Buffer.concat(received);
  stream.unshift(greeting);
  const protocol = protocolOf(greeting);
  if (protocol !== 'MySQL') throw notMysql(protocol, at);
}

/** Removes all listeners, because a listener for `readable` would withhold data from the driver. */
async function nextEvent(stream: Duplex): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  const events = ['readable', 'end', 'close'].map(async (name) => await once(stream, name, { signal }));
  try {
    await Promise.race(events);
  } finally {
    listening.abort();
  }
}

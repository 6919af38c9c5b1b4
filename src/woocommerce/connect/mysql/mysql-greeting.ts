import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { protocolOf } from '../../../kernel/addresses/protocol-name.ts';
import { lostConnection, notMysql, type StorePlace } from '../store-errors.ts';

const HEAD_BYTES = 5;

/**
 * Waits until the server says something, and looks whether it is what MySQL says first; the driver reads it after us.
 * It would take any other bytes for the length of a packet, and wait for its end.
 *
 * @throws config `store.not-mysql`; unavailable `store.connection-lost`; what the stream fails with
 */
export async function awaitGreeting(stream: Duplex, at: StorePlace): Promise<void> {
  const heard: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const chunk: unknown = stream.read();
    if (chunk instanceof Buffer) {
      heard.push(chunk);
      length += chunk.length;
    } else if (stream.readableEnded || stream.destroyed) {
      throw lostConnection(Buffer.concat(heard).toString('latin1'), at);
    } else await nextEvent(stream);
  }
  const greeting = Buffer.concat(heard);
  stream.unshift(greeting);
  const protocol = protocolOf(greeting);
  if (protocol !== 'MySQL') throw notMysql(protocol, at);
}

/** Leaves no listener behind: one for `readable` would keep the driver's data back. */
async function nextEvent(stream: Duplex): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  const events = ['readable', 'end', 'close'].map(async (name) => await once(stream, name, { signal }));
  try {
    await Promise.race(events);
  } finally {
    heard.abort();
  }
}

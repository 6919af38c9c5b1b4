import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import { headersOf } from './event-stream.ts';

/** A client that has read nothing for this long is disconnected. PostgreSQL may need 75 seconds for a batch. */
const STALLED_MS = 90_000;

/**
 * Sends a file piece by piece, as fast as the client reads it. Nothing is sent before the first piece, so that an
 * error before it still gets a reply of its own. After an error the connection is cut, so that no client takes half a
 * file for a whole one.
 */
export async function sendFile(
  reply: FastifyReply,
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
  file: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const pieces = file[Symbol.asyncIterator]();
  const first = await pieces.next();
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store, no-transform',
    // Without this, nginx would write a large file to its disk first.
    'x-accel-buffering': 'no',
  });
  raw.setTimeout(STALLED_MS, () => raw.destroy());
  const all = async function* (): AsyncGenerator<Buffer> {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  await pipeline(Readable.from(all(), { objectMode: true, highWaterMark: 1 }), raw, { signal });
}

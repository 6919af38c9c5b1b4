import { connect } from 'node:net';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { frameOf, openEventStream } from '../../src/http/live/event-stream.ts';
import { waitFor } from '../tasks/wait-for.ts';

describe('a client that does not read', () => {
  const EVENT = frameOf('log', '1', JSON.stringify('x'.repeat(64 * 1024)));

  /** A stream whose client reads nothing, or only after it is resumed, and the server's reaction. */
  async function heldBy(act: (stream: ReturnType<typeof openEventStream>, facts: Facts) => Promise<void>) {
    const server = fastify();
    let nowMs = 0;
    let closed = false;
    const done = new Promise<void>((resolve, reject) => {
      server.get('/', (_request, reply) => {
        const stream = openEventStream(
          reply,
          () => {
            closed = true;
          },
          () => nowMs,
        );
        const facts: Facts = {
          waitingBytes: () => reply.raw.writableLength,
          isClosed: () => closed,
          pass: (ms) => {
            nowMs += ms;
          },
          resume: () => void client.resume(),
        };
        act(stream, facts).then(resolve, reject);
      });
    });
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const client = connect(Number(new URL(origin).port), '127.0.0.1');
    client.on('error', () => undefined);
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    try {
      await done;
    } finally {
      client.destroy();
      await server.close();
    }
  }

  interface Facts {
    readonly waitingBytes: () => number;
    readonly isClosed: () => boolean;
    readonly pass: (ms: number) => void;
    readonly resume: () => void;
  }

  const turn = async (): Promise<void> => await new Promise((resolve) => void setImmediate(resolve));

  async function untilItWaits(stream: ReturnType<typeof openEventStream>, facts: Facts): Promise<void> {
    for (let sent = 0; facts.waitingBytes() < 8 * EVENT.length; sent += 1) {
      if (sent > 1_000) throw new Error('the system takes everything');
      stream.send(EVENT);
      await turn();
    }
  }

  test('is disconnected when more than a megabyte waits for it', async () => {
    await heldBy(async (stream, facts) => {
      await untilItWaits(stream, facts);
      let most = 0;
      for (let sent = 0; !facts.isClosed() && sent < 1_000; sent += 1) {
        stream.send(EVENT);
        await turn();
        most = Math.max(most, facts.waitingBytes());
      }
      expect(facts.isClosed()).toBe(true);
      expect(most).toBeLessThan(1024 * 1024 + 2 * EVENT.length);
    });
  });

  test('is disconnected when it has read nothing for 30 seconds, and not before', async () => {
    await heldBy(async (stream, facts) => {
      await untilItWaits(stream, facts);
      facts.pass(30_000);
      stream.sendHeartbeat();
      await turn();
      expect(facts.isClosed()).toBe(false);
      facts.pass(1);
      stream.sendHeartbeat();
      await waitFor(facts.isClosed, (isClosed) => isClosed);
    });
  });

  test('keeps its stream when it reads again', async () => {
    await heldBy(async (stream, facts) => {
      await untilItWaits(stream, facts);
      facts.resume();
      await waitFor(facts.waitingBytes, (bytes) => bytes === 0);
      facts.pass(60_000);
      stream.sendHeartbeat();
      await turn();
      expect(facts.isClosed()).toBe(false);
    });
  });
});

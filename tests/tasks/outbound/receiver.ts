import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that a receiver got. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly atMs: number;
}

export interface Receiver {
  readonly url: string;
  /** Every message, in the order in which it arrived. */
  readonly received: Received[];
  /** The ids of accepted messages, each once, in the order in which they were first accepted. */
  accepted(): readonly string[];
  close(): Promise<void>;
}

/** What a receiver does with a message: answers with a status, or writes an answer of its own. */
type Behaviour = (message: Received, count: number, response: ServerResponse) => number | null;

/** A system that receives outbound events. */
export async function startReceiver(behave: Behaviour = () => 204): Promise<Receiver> {
  const received: Received[] = [];
  const accepted = new Set<string>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const message = {
        id: String(request.headers['webhook-id']),
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
        atMs: Date.now(),
      };
      received.push(message);
      const status = behave(message, received.length, response);
      if (status === null) return;
      if (status < 300) accepted.add(message.id);
      response.writeHead(status).end(status < 300 ? '' : 'not now');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    accepted: () => [...accepted],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

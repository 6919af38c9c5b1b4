import { Agent, request } from 'node:http';

export interface SentRequest {
  readonly method: string;
  /** The path as it is sent: nothing normalises it on the way. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface ReceivedReply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Empty for a stream, which the client closes as soon as it begins. */
  readonly body: string;
  readonly elapsedMs: number;
}

/** A client over real connections that sends exactly what it is given, and follows no redirects. */
export interface PlainClient {
  /** null if the server closed the connection instead of answering. */
  send(sent: SentRequest): Promise<ReceivedReply | null>;
  close(): void;
}

const LONGEST_WAIT_MS = 60_000;

export function plainClient(port: number): PlainClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: async (sent) => await sendOnce(agent, port, sent),
    close: () => agent.destroy(),
  };
}

async function sendOnce(agent: Agent, port: number, sent: SentRequest): Promise<ReceivedReply | null> {
  const { method, path, body } = sent;
  const headers = body === null ? sent.headers : { 'content-length': String(body.length), ...sent.headers };
  const startMs = performance.now();
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, host: '127.0.0.1', port, method, path, headers, setHost: !('host' in headers) },
      (incoming) => {
        const contentType = String(incoming.headers['content-type'] ?? '');
        const facts = { status: incoming.statusCode ?? 0, contentType, headers: incoming.headers };
        const answer = (text: string): void =>
          resolve({ ...facts, body: text, elapsedMs: performance.now() - startMs });
        if (contentType.startsWith('text/event-stream')) {
          answer('');
          incoming.destroy();
          return;
        }
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => answer(Buffer.concat(parts).toString()));
        incoming.on('error', () => answer(Buffer.concat(parts).toString()));
      },
    );
    outgoing.setTimeout(LONGEST_WAIT_MS, () => {
      reject(new Error(`${method} ${path.slice(0, 200)}: no reply within ${LONGEST_WAIT_MS} ms`));
      outgoing.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(null);
      else reject(error);
    });
    outgoing.end(body ?? undefined);
  });
}

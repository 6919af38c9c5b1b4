import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer } from 'smtp-server';

interface ReceivedMail {
  readonly to: readonly string[];
  /** The mail as it was sent over the connection. */
  readonly raw: string;
}

/** A mail server that keeps the mails it receives. */
export interface MailServer {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Called when a mail has arrived, before its sender gets the reply. */
  onReceived: () => Promise<void>;
  close(): Promise<void>;
}

export async function startMailServer(port = 0): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, callback) {
      callback(address.startsWith('unknown@') ? new Error('550 no such mailbox') : null);
    },
    onData(stream, session, callback) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      const take = async (): Promise<void> => {
        const raw = Buffer.concat(pieces).toString('utf8');
        received.push({ to: session.envelope.rcptTo.map((one) => one.address), raw });
        await mails.onReceived();
      };
      stream.on('end', () => callbackify(take)(callback));
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const bound = server.server.address() as AddressInfo;
  const mails: MailServer = {
    url: `smtp://127.0.0.1:${bound.port}`,
    received,
    onReceived: async () => undefined,
    close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return mails;
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** The current behaviour of the mail server. */
type MailMood = 'well' | 'refuses-recipients' | 'refuses-sign-in' | 'refuses-connections' | 'down';

/** A mail server that can fail in each of the usual ways. */
export interface SwitchableMail {
  /** With user and password. */
  readonly url: string;
  readonly port: number;
  /** Each mail as it was sent over the connection. */
  readonly received: string[];
  become(mood: MailMood): Promise<void>;
  close(): Promise<void>;
}

const USER = 'taquilla';
const PASSWORD = 'carta-certificada';

export async function startSwitchableMail(): Promise<SwitchableMail> {
  const received: string[] = [];
  let mood: MailMood = 'well';
  const start = async (port: number): Promise<SMTPServer> => {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      logger: false,
      onConnect: (_session, callback) =>
        mood === 'refuses-connections' ? callback(refusal(554, 'no service here')) : callback(),
      onAuth({ username, password }, _session, callback) {
        const known = mood !== 'refuses-sign-in' && username === USER && password === PASSWORD;
        callback(known ? null : new Error('535 unknown'), known ? { user: USER } : undefined);
      },
      onRcptTo: (_address, _session, callback) =>
        mood === 'refuses-recipients' ? callback(refusal(554, 'not here')) : callback(),
      onData(stream, _session, callback) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          received.push(Buffer.concat(pieces).toString('utf8'));
          callback();
        });
      },
    });
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return server;
  };
  const stop = async (running: SMTPServer | null): Promise<void> => {
    if (running !== null) await new Promise<void>((resolve) => running.close(() => resolve()));
  };
  let server: SMTPServer | null = await start(0);
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${USER}:${PASSWORD}@127.0.0.1:${port}`,
    port,
    received,
    async become(next) {
      mood = next;
      if (next === 'down') {
        await stop(server);
        server = null;
      } else server ??= await start(port);
    },
    close: async () => await stop(server),
  };
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

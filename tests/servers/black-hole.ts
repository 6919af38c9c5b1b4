import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A port at which packets vanish, as behind a firewall that drops them silently. */
export interface BlackHole {
  readonly port: number;
  close(): Promise<void>;
}

const LISTEN = `const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`;
const FILLERS = 12;
const SETTLED_MS = 150;

/** A stopped process that listens; once its queue is full, the system no longer answers. */
export async function startBlackHole(): Promise<BlackHole> {
  const child: ChildProcess = spawn(process.execPath, ['-e', LISTEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const port = Number(printed.toString());
  child.kill('SIGSTOP');
  const fillers: Socket[] = [];
  for (let at = 0; at < FILLERS; at += 1) {
    const filler = connect(port, '127.0.0.1');
    filler.on('error', () => undefined);
    fillers.push(filler);
    const connected = new Promise<boolean>((resolve) => {
      filler.once('connect', () => resolve(true));
      // a connection that arrived in the meantime is recorded first, however late this runs
      setTimeout(() => setImmediate(() => setImmediate(() => resolve(false))), SETTLED_MS);
    });
    if (!(await connected)) break;
  }
  return {
    port,
    close: async () => {
      for (const filler of fillers) filler.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const LISTEN = `const server = require('node:http').createServer((_, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** A process that only answers `ok`: its response time shows how busy the machine is with other work. */
export interface ControlServer {
  readonly url: URL;
  stop(): Promise<void>;
}

export async function startControlServer(): Promise<ControlServer> {
  const child = spawn(process.execPath, ['-e', LISTEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: new URL(`http://127.0.0.1:${Number(said.toString())}`),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { createSession } from '../../src/app/app.ts';
import { parseConfig } from '../../src/app/config/config.ts';
import type { Terminal } from '../../src/cli/output/terminal.ts';
import { runCommandLine } from '../../src/cli/program.ts';

/** What a user types when the program asks something that contains `question`. */
export interface Answer {
  readonly question: string;
  readonly types: string;
}

interface Asked {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

const CLIENT = `
const { connect } = require('node:net');
const { readFileSync } = require('node:fs');
const socket = connect(process.argv[2]);
const input = readFileSync(0, 'utf8');
socket.write(JSON.stringify({ args: process.argv.slice(3), cwd: process.cwd(), env: process.env, input }) + '\\n');
let rest = '';
socket.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const { out, err, code } = JSON.parse(line);
    if (out !== undefined) process.stdout.write(out);
    if (err !== undefined) process.stderr.write(err);
    if (code !== undefined) process.exitCode = code;
  }
});
socket.on('error', () => { process.exitCode = 99; });
`;

/** For machines without curl: the parts of curl that the pages use; it refuses everything else. */
const CURL = `#!NODE
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
let url, method, body, fails = false, jarOut, jarIn;
const headers = {};
for (let at = 0; at < args.length; at += 1) {
  const one = args[at];
  const value = () => args[(at += 1)];
  if (one === '--fail') fails = true;
  else if (one === '-X') method = value();
  else if (one === '-d') body = value();
  else if (one === '-c') jarOut = value();
  else if (one === '-b') jarIn = value();
  else if (one === '-H') { const [name, text] = value().split(': '); headers[name] = text; }
  else if (/^https?:/.test(one) && url === undefined) url = one;
  else if (one !== '-N' && one !== '--silent') { process.exitCode = 2; throw new Error('curl: ' + one); }
}
if (jarIn !== undefined && existsSync(jarIn)) headers.cookie = readFileSync(jarIn, 'utf8');
fetch(url, { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, body }).then(async (reply) => {
  if (jarOut !== undefined) writeFileSync(jarOut, reply.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '));
  if (fails && reply.status >= 400) { process.exitCode = 22; return; }
  process.stdout.write(await reply.text());
}, () => { process.exitCode = 7; });
`;

/**
 * A program `taquilla` for shells that runs the real command line in this process: it starts at once, while a
 * separate process would compile the sources for seconds.
 */
export class TaquillaDesk {
  /** For the PATH. */
  readonly bin: string;
  /** The answers of a user at the terminal; without any, commands have no terminal. */
  answers: readonly Answer[] = [];
  readonly #server: Server;
  readonly #running = new Set<Promise<void>>();
  readonly #sockets = new Set<Socket>();
  #turn: Promise<void> = Promise.resolve();

  private constructor(bin: string, server: Server) {
    this.bin = bin;
    this.#server = server;
  }

  static async open(): Promise<TaquillaDesk> {
    const bin = await mkdtemp(join(tmpdir(), 'taquilla-desk-'));
    const [socket, client, program] = ['socket', 'client.cjs', 'taquilla'].map((name) => join(bin, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(client, CLIENT);
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${client}' '${socket}' "$@"\n`);
    await chmod(program, 0o755);
    const hasCurl = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'curl')));
    if (!hasCurl) await writeFile(join(bin, 'curl'), CURL.replace('NODE', process.execPath), { mode: 0o755 });
    const server = createServer();
    const desk = new TaquillaDesk(bin, server);
    server.on('connection', (one) => desk.#serve(one));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return desk;
  }

  #serve(socket: Socket): void {
    const stop = new AbortController();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      stop.abort();
    });
    let text = '';
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (!text.endsWith('\n')) return;
      const work = this.#answer(JSON.parse(text), socket, stop.signal).finally(() =>
        this.#running.delete(work),
      );
      this.#running.add(work);
    });
  }

  async #answer(asked: Asked, socket: Socket, stop: AbortSignal): Promise<void> {
    // The whole process has one working folder, so commands take turns; a service needs the folder only when it
    // starts.
    const turn = this.#turn;
    let done = (): void => undefined;
    this.#turn = new Promise((resolve) => {
      done = resolve;
    });
    await turn;
    const home = process.cwd();
    process.chdir(asked.cwd);
    const work = this.#call(asked, socket, stop).catch((error: unknown) => {
      socket.write(`${JSON.stringify({ err: String(error) })}\n`);
      return 99;
    });
    if (asked.args[0] !== 'serve') await work;
    process.chdir(home);
    done();
    const code = await work;
    socket.end(`${JSON.stringify({ code })}\n`);
  }

  async #call({ args, env, input }: Asked, socket: Socket, stop: AbortSignal): Promise<number> {
    const answers = [...this.answers];
    const keyboard = Object.assign(new PassThrough(), {
      isTTY: answers.length > 0,
      setRawMode: () => keyboard,
    });
    if (answers.length === 0) keyboard.end(input);
    let shown = '';
    const stream = (name: 'out' | 'err'): Writable =>
      new Writable({
        decodeStrings: false,
        write: (chunk: string | Buffer, _encoding, written) => {
          const text = chunk.toString();
          socket.write(`${JSON.stringify({ [name]: text })}\n`);
          shown += text;
          const next = answers[0];
          if (next !== undefined && shown.includes(next.question)) {
            answers.shift();
            shown = '';
            setImmediate(() => keyboard.write(`${next.types}\r`));
          }
          written();
        },
      });
    const terminal = { in: keyboard, out: stream('out'), err: stream('err') } as unknown as Terminal;
    return await runCommandLine(args, {
      version: '0.0.0',
      terminal,
      openSession: (options) =>
        createSession(parseConfig(env, process.cwd()), { terminal, stop, version: '0.0.0' }, options),
    });
  }

  /** Ends the services that are still running. */
  async stopAll(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    await this.stopAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.bin, { recursive: true, force: true });
  }
}

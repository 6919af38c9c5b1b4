import { PassThrough } from 'node:stream';
import { createSession } from '../../src/app/app.ts';
import { parseConfig } from '../../src/app/config/config.ts';
import type { Machine } from '../../src/app/surroundings.ts';
import type { Terminal } from '../../src/cli/output/terminal.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import type { Circumstances, Ended } from './run-taquilla.ts';

interface InProcess extends Circumstances {
  /** Replace this machine's clock and disks. */
  readonly machine?: Machine;
}

/** Runs the same program as `runTaquilla` in this process: for tests that call it many times. */
export async function callTaquilla(
  args: readonly string[],
  { env = {}, input = '', machine }: InProcess = {},
): Promise<Ended> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const [out, err] = [collected(stdout), collected(stderr)];
  stdin.end(input);
  // Standard streams without a terminal, as with pipes.
  const terminal = { in: stdin, out: stdout, err: stderr } as unknown as Terminal;
  const stop = new AbortController().signal;
  const outside = { terminal, stop, version: '0.0.0', ...(machine === undefined ? {} : { machine }) };
  const exitCode = await runCommandLine(args, {
    version: outside.version,
    terminal,
    openSession: (options) => createSession(parseConfig(env, process.cwd()), outside, options),
  });
  return { exitCode, stdout: out(), stderr: err() };
}

function collected(stream: PassThrough): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => {
    for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };
}

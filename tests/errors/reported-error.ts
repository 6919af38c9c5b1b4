import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'vitest';
import { ERROR_KINDS, type ErrorKind } from '../../src/kernel/error-kinds.ts';
import { ALL_SENTENCES, spanishOf } from '../../src/kernel/sentences/spanish-of.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';

/** The secret in every address and file of these tests that may contain one. */
export const SECRET = 'palabra-secreta';

/** The program's messages for one cause. */
export interface ReportedError {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly kind: ErrorKind;
  readonly code: string;
  /** The whole sentence. */
  readonly says: string;
}

/** One sentence with its objects and its exit code, in both languages, without internals. */
export async function expectReported({ args, env, kind, code, says }: ReportedError): Promise<void> {
  const { exitCode, stderr, stdout } = await callTaquilla(args, { env });
  const errors = stderr.split('\n').filter((line) => line.startsWith('Error: '));
  expect(errors).toEqual([`Error: ${says} (${code})`]);
  expect(exitCode).toBe(ERROR_KINDS[kind].exitCode);
  expectClean(stderr + stdout);
  expectSpanish(code, says);
}

/** The same check for an error that ends no command. */
export function expectSaid(
  error: unknown,
  { kind, code, says }: Pick<ReportedError, 'kind' | 'code' | 'says'>,
): void {
  expect(error).toMatchObject({ kind, code, message: says });
  expectClean(says);
  expectSpanish(code, says);
}

function expectClean(text: string): void {
  expect(text).not.toMatch(/ {4}at |defect|internal\.|undefined|\[object/);
  expect(text).not.toContain(SECRET);
}

/** The Spanish sentence names everything that the English one names. */
function expectSpanish(code: string, says: string): void {
  if (!ALL_SENTENCES.some((sentence) => sentence.code === code)) return;
  const spanish = spanishOf(says) ?? '';
  expect(spanish).not.toBe('');
  for (const named of says.match(/[\w.[\]:-]+:\d{2,5}\b|\b[A-Z]+_[A-Z_]+\b/g) ?? [])
    expect(spanish).toContain(named);
}

/** A server that sends one message: at once, or after a request. */
export async function startSaying(
  greeting: string,
  when: 'at once' | 'asked' | 'never',
): Promise<{
  readonly port: number;
  stop(): Promise<void>;
}> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (when === 'at once') socket.write(Buffer.from(greeting, 'latin1'));
    else if (when === 'asked') socket.once('data', () => void socket.end(Buffer.from(greeting, 'latin1')));
  });
  return {
    port: await listen(server),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function expectMigrate(
  databaseUrl: string,
  kind: ErrorKind,
  code: string,
  says: string,
): Promise<void> {
  await expectReported({
    args: ['migrate'],
    env: { DATABASE_URL: databaseUrl },
    kind,
    code: `backend.${code}`,
    says,
  });
}

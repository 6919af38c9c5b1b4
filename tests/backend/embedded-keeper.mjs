// A process that keeps an embedded PostgreSQL running until SIGTERM; tests also kill it in harsher ways. Uses the
// built code if the checkout has it, and otherwise compiles the sources.
import { existsSync } from 'node:fs';

const isBuilt = existsSync(new URL('../../dist', import.meta.url));
if (!isBuilt) (await import('tsx/esm/api')).register();

/** @param {string} name the path of a module within the sources */
async function ours(name) {
  return await import(isBuilt ? `../../dist/${name}.js` : `../../src/${name}.ts`);
}

const { startEmbeddedPostgres } = await ours('backend/bundled/bundled-server');
const { toAppError } = await ours('kernel/errors');
const { createLog } = await ours('kernel/log/log');

/** @param {object} answer */
const write = (answer) => void process.stdout.write(`${JSON.stringify(answer)}\n`);
try {
  const server = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? '',
    log: createLog('warn', process.stderr),
    signal: new AbortController().signal,
  });
  const pulse = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(pulse);
    void server.stop();
  });
  write({ url: server.url });
} catch (error) {
  const { kind, code, message } = toAppError(error);
  write({ error: { kind, code, message } });
}

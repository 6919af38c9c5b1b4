import { startEmbeddedPostgres } from '../../src/backend/embedded/embedded.ts';
import { toAppError } from '../../src/kernel/errors.ts';
import { createLog } from '../../src/kernel/log.ts';

/** A process of its own that keeps an embedded PostgreSQL until SIGTERM; tests kill it in worse ways. */
const tell = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);
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
  tell({ url: server.url });
} catch (error) {
  const { kind, code, message } = toAppError(error);
  tell({ error: { kind, code, message } });
}

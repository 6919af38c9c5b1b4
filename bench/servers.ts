import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/backend/bundled/bundled-server.ts';
import { type PrivateMariadb, startPrivateMariadb } from '../src/demo/servers/mariadb.ts';
import { MARIADB_TOOL } from '../src/demo/servers/mariadb-tool.ts';
import { provideTool, thisMachine } from '../src/demo/servers/provide-tool.ts';
import { toolsPlace } from '../src/demo/servers/remove-servers.ts';
import type { FoundTool } from '../src/demo/servers/tool.ts';
import { createLog } from '../src/kernel/log/log.ts';
import { canInflate, INFLATE } from './big-stores.ts';

/** Kept between runs, so that the next one starts at once; remove it to start from scratch. */
export const BENCH_FOLDER = join('.taquilla', 'bench');

export interface BenchServers extends AsyncDisposable {
  readonly backend: EmbeddedPostgres;
  readonly store: PrivateMariadb;
  readonly client: FoundTool<'client'>;
}

/** Both servers on the kept folder; ends the program with 69 if the big store cannot be created here. */
export async function startBenchServers(): Promise<BenchServers> {
  if (!(await canInflate())) {
    console.error(
      `The big store is made by ${INFLATE}, beside this checkout, and that is not there: nothing to measure.`,
    );
    process.exit(69);
  }
  const { signal } = new AbortController();
  const log = createLog('warn', process.stderr);
  const { toolsDir, user } = await toolsPlace('.taquilla');
  const sources = await thisMachine(process.env['PATH'] ?? '');
  const onFetch = (title: string): void => console.log(`Fetching ${title} (once) …`);
  const tool = await provideTool({ tool: MARIADB_TOOL, toolsDir, sources, user, onFetch, signal });
  const backend = await startEmbeddedPostgres({ dataDir: BENCH_FOLDER, log, signal });
  try {
    const store = await startPrivateMariadb({ dataDir: BENCH_FOLDER, tool, log, port: 0, signal });
    const end = async (): Promise<void> => {
      await store[Symbol.asyncDispose]();
      await backend.stop();
    };
    return { backend, store, client: tool, [Symbol.asyncDispose]: end };
  } catch (error) {
    await backend.stop();
    throw error;
  }
}

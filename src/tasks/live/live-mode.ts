import type { Database } from '../../backend/database.ts';
import { takeWatches } from '../../backend/live/watch-records.ts';
import type { Log } from '../../kernel/log/log.ts';
import type { Loop, Loops } from '../../kernel/time/loops.ts';
import type { OpenStore } from '../../sync/attempt/run-configuration.ts';
import { LiveWatch } from '../../sync/live/live-watch.ts';

/** How often stores without a watch are searched. */
const LOOK_MS = 5_000;
/** How often a watch renews its lease, and sees that executions need its connection. */
const ROUND_MS = 2_000;
/** The usual time between two questions to a store. */
const ASK_EVERY_MS = 12_000;

export interface LiveModeDeps {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
  readonly now: () => Date;
  readonly maxRetries: number;
  readonly openStore: OpenStore;
  /** The name of this process in leases. */
  readonly holder: string;
  readonly version: string;
  readonly askEveryMs?: number;
  readonly lookMs?: number;
}

/**
 * Watches stores while they have a live event. Every worker and scheduler does it; a lease makes sure that one of them
 * watches a store. Each store has a loop of its own, so that a slow one delays no other.
 */
export function startLiveMode(deps: LiveModeDeps): Pick<Loop, 'stop'> {
  const { db, log, loops, now, holder, version, askEveryMs = ASK_EVERY_MS, lookMs = LOOK_MS } = deps;
  const watched = new Map<string, { readonly loop: Loop; readonly watch: LiveWatch }>();
  let stopping = false;
  const end = async (credentialsId: string): Promise<void> => {
    const one = watched.get(credentialsId);
    watched.delete(credentialsId);
    await one?.loop.stop();
    await one?.watch.close();
  };
  const begin = (lease: Awaited<ReturnType<typeof takeWatches>>[number]): void => {
    const { credentialsId } = lease;
    const elapsedMs = (): number => performance.now();
    const watch = new LiveWatch({ ...deps, pauseMs: askEveryMs, elapsedMs }, lease);
    log.info({ credentialsId }, 'a store is watched');
    let over = false;
    const loop = loops.start({
      name: 'watch',
      pauseMs: () => (over ? null : ROUND_MS),
      round: async (signal) => {
        if (over || (await watch.round(signal))) return;
        over = true;
        log.info({ credentialsId }, 'a store is no longer watched');
        if (watched.get(credentialsId)?.watch === watch) void end(credentialsId);
      },
    });
    watched.set(credentialsId, { loop, watch });
  };
  const looking = loops.start({
    name: 'live-mode',
    pauseMs: () => lookMs,
    round: async () => {
      if (stopping) return;
      for (const lease of await takeWatches(db, { holder, version, now: now() })) {
        // The old watch of this process lost its lease, for example while the process was frozen.
        void end(lease.credentialsId);
        begin(lease);
      }
    },
  });
  return {
    async stop() {
      stopping = true;
      await looking.stop();
      await Promise.all(
        [...watched].map(async ([credentialsId, { watch }]) => {
          await end(credentialsId);
          await watch
            .end()
            .catch((error: unknown) => log.debug({ err: error }, 'the end of a watch cannot be recorded'));
        }),
      );
    },
  };
}

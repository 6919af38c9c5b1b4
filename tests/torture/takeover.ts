import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault-log.ts';
import type { SupervisedProcess } from './supervised-process.ts';
import type { TortureWorld } from './torture-world.ts';

const LOOK_MS = 500;
const TAKEN_OVER_WITHIN_MS = 45_000;

export interface Takeover {
  /** How long until another process had taken over all work of the frozen process; null if unknown. */
  stop(): Promise<number | null>;
}

/** Follows the work of a frozen process until others have taken it over, or until the process continues. */
export function timeTakeover(world: TortureWorld, victim: SupervisedProcess, fault: Fault): Takeover {
  const stopping = new AbortController();
  let sawWork = false;
  let takenMs: number | null = null;
  const following = (async () => {
    const open = async (): Promise<number> => {
      const rows = await world.rows(
        `select 1 from sync_leases l join sync_attempts a on a.execution_id = l.execution_id
         where a.outcome is null and l.holder like $1`,
        [`%:${victim.pid}:%`],
      );
      return rows.length;
    };
    while (!stopping.signal.aborted) {
      const left = await open().catch(() => null);
      if (left !== null && left > 0) sawWork = true;
      if (left === 0 && sawWork) {
        takenMs = Date.now() - fault.beganAtMs;
        return;
      }
      if (left === 0) return;
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await following;
      if (!sawWork) return null;
      const untilMs = takenMs === null ? Date.now() : fault.beganAtMs + takenMs;
      // The others may have been unable to take over as well.
      const disturbed = world.faults.during(fault.beganAtMs, untilMs).some((one) => one !== fault);
      if (disturbed || world.workers.length < 2) return null;
      const lastedMs = Date.now() - fault.beganAtMs;
      if ((takenMs ?? lastedMs) > TAKEN_OVER_WITHIN_MS) {
        const delay = takenMs === null ? `not within ${lastedMs} ms` : `after ${takenMs} ms`;
        world.findings.slow.push(`${fault.detail}: its execution was taken over ${delay}`);
      }
      return takenMs;
    },
  };
}

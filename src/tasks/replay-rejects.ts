import type { RequestedExecution } from '../backend/executions/execution-records.ts';
import {
  countListedRejects,
  getReject,
  listRejects,
  settled,
  targetsOf,
} from '../backend/readings/reject-list.ts';
import { AppError } from '../kernel/errors.ts';
import { MOST_TARGETS } from '../vocabulary/depths.ts';
import { type ControlDeps, triggerSync, triggerTargeted } from './control.ts';

/**
 * Requests that the store's row of a reject, with its order, is read again.
 *
 * @throws missing `reject.none`; conflict `reject.settled`, `configuration.disabled`
 */
export async function replayReject(
  deps: ControlDeps,
  id: string,
  requestedBy: string | null,
): Promise<RequestedExecution> {
  const reject = await getReject(deps.db, id);
  if (reject.settled_at !== null) throw settled();
  return await triggerTargeted(deps, reject.configuration, requestedBy, targetsOf([reject]));
}

/** With more rejects than these executions can name, the whole event is read instead. */
const MOST_EXECUTIONS = 5;

/**
 * Requests that all open rejects of a configuration are read again: as many as one execution may name in each, or the
 * whole event if they are very many.
 *
 * @returns the first execution
 * @throws conflict `reject.nothing-open`, `configuration.disabled`, `execution.already-running`; missing
 *   `configuration.none`
 */
export async function replayAllRejects(
  deps: ControlDeps,
  configurationId: string,
  requestedBy: string | null,
): Promise<RequestedExecution & { readonly rejects: number }> {
  const filter = { configuration: configurationId, kind: null, state: 'open' } as const;
  const most = MOST_TARGETS * MOST_EXECUTIONS;
  const open = await listRejects(deps.db, filter, most, 0);
  if (open.length === 0) {
    throw new AppError({
      code: 'reject.nothing-open',
      message: 'This configuration has no open reject.',
    });
  }
  if (open.length === most) {
    const rejects = await countListedRejects(deps.db, filter);
    return { ...(await triggerSync(deps, configurationId, requestedBy, 'full')), rejects };
  }
  const requested: RequestedExecution[] = [];
  for (let at = 0; at < open.length; at += MOST_TARGETS) {
    const targets = targetsOf(open.slice(at, at + MOST_TARGETS));
    requested.push(await triggerTargeted(deps, configurationId, requestedBy, targets));
  }
  const [first] = requested;
  if (first === undefined) throw new Error('nothing was requested');
  return { ...first, rejects: open.length };
}

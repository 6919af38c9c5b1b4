import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import type { Stats } from '../../../src/contract/management.ts';

/** An unreachable server with the stores on it, and the alert about it once there is one. */
export interface ServerAway {
  readonly stores: readonly [Stats['stores'][number], ...Stats['stores'][number][]];
  readonly alert: Alert | null;
}

export interface Attention {
  readonly servers: readonly ServerAway[];
  /** Alerts about anything except the unreachable stores above. */
  readonly alerts: readonly Alert[];
  /** Executions whose attempts fail and are retried, if no store or alert above explains it. */
  readonly failing: Stats['failing'];
  /**
   * Configurations whose last execution failed, was not verified or had rejects, and that have no open alert.
   */
  readonly configurations: readonly Configuration[];
  /** The number of open conflicts that wait for a person's decision. */
  readonly conflicts: number;
}

/** The data that the overview fetches. */
export interface Asked {
  readonly openAlerts: readonly Alert[];
  readonly stats: Pick<Stats, 'stores' | 'failing'>;
  /** Configurations that are in error, not verified, or have rejects. */
  readonly suspects: readonly Configuration[];
  readonly conflicts: number;
}

/** The present problems, each listed once. */
export function attentionOf({ openAlerts, stats, suspects, conflicts }: Asked): Attention {
  const away = stats.stores.filter((store) => store.unreachable_since !== null);
  const awayIds = new Set(away.map((store) => store.credentials));
  const alerted = new Set(openAlerts.flatMap((one) => one.configurations.map(({ id }) => id)));
  const byId = new Map(suspects.map((one) => [one.id, one]));
  return {
    servers: serversOf(away, openAlerts),
    alerts: openAlerts.filter(
      ({ kind, stores }) => kind !== 'store_unreachable' || !stores.some(({ id }) => awayIds.has(id)),
    ),
    failing: stats.failing.filter((one) => !awayIds.has(one.credentials) && !alerted.has(one.configuration)),
    configurations: [...byId.values()].filter(({ id, status }) => !alerted.has(id) && status !== 'disabled'),
    conflicts,
  };
}

/** Groups unreachable stores by server: two sets of credentials of one server are one problem. */
function serversOf(away: Stats['stores'], open: readonly Alert[]): readonly ServerAway[] {
  const byServer = new Map<string, ServerAway>();
  for (const store of away) {
    const server = store.outage ?? store.credentials;
    const found = byServer.get(server);
    const alert = open.find(
      (one) => one.kind === 'store_unreachable' && one.stores.some(({ id }) => id === store.credentials),
    );
    byServer.set(server, {
      stores: found === undefined ? [store] : [...found.stores, store],
      alert: found?.alert ?? alert ?? null,
    });
  }
  return [...byServer.values()];
}

import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import type { Stats } from '../../../src/contract/management.ts';

/** A server out of reach with the stores that it keeps away, and the alert about it once there is one. */
export interface ServerAway {
  readonly stores: readonly [Stats['stores'][number], ...Stats['stores'][number][]];
  readonly alert: Alert | null;
}

export interface Attention {
  readonly servers: readonly ServerAway[];
  /** Of other things than a store of the list above. */
  readonly alerts: readonly Alert[];
  /** Attempts fail and are tried again, and neither a store nor an alert accounts for it. */
  readonly failing: Stats['failing'];
  /** Ended with a difference, with rejects, or failed, without an open alert. */
  readonly configurations: readonly Configuration[];
  /** How many wait for a person's decision. */
  readonly conflicts: number;
}

/** What the overview asks for. */
export interface Asked {
  readonly openAlerts: readonly Alert[];
  readonly stats: Pick<Stats, 'stores' | 'failing'>;
  /** In error, not verified, or with rejects. */
  readonly suspects: readonly Configuration[];
  readonly conflicts: number;
}

/** What is wrong now, the same thing once. */
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

/** Two sets of credentials of one dead server are one thing that is wrong. */
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

import { useGetList } from 'react-admin';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import type { Stats } from '../../../src/contract/management.ts';
import { useStats } from './use-stats.ts';

const MOST = 20;
/** What goes stale tells nobody: it is looked for. */
const AGAIN = { refetchInterval: 60_000 };

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
  /** Ended with a difference, with rejects, or failed, and no alert speaks of it. */
  readonly configurations: readonly Configuration[];
  /** How many wait for a person's decision. */
  readonly conflicts: number;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => void;
}

function useThose(filter: Readonly<Record<string, string>>) {
  return useGetList<Configuration>(
    'configurations',
    {
      filter,
      pagination: { page: 1, perPage: MOST },
      sort: { field: 'name', order: 'ASC' },
    },
    AGAIN,
  );
}

/** What is wrong now, the same thing once. */
export function useAttention(): Attention {
  const alerts = useGetList<Alert>('alerts', {
    filter: { open: true },
    pagination: { page: 1, perPage: MOST },
  });
  const stats = useStats();
  const failing = useThose({ status: 'error' });
  const unverified = useThose({ verification: 'unverified' });
  const rejecting = useThose({ verification: 'verified_with_rejects' });
  const conflicts = useGetList('conflicts', { pagination: { page: 1, perPage: 1 } }, AGAIN);
  const all = [alerts, stats, failing, unverified, rejecting, conflicts];
  const open = alerts.data ?? [];
  const away = (stats.data?.stores ?? []).filter((store) => store.unreachable_since !== null);
  const awayIds = new Set(away.map((store) => store.credentials));
  const told = new Set(open.flatMap((one) => one.configurations.map(({ id }) => id)));
  const others = [failing, unverified, rejecting].flatMap(({ data }) => data ?? []);
  const byId = new Map(others.map((one) => [one.id, one]));
  return {
    servers: serversOf(away, open),
    alerts: open.filter(
      ({ kind, stores }) => kind !== 'store_unreachable' || !stores.some(({ id }) => awayIds.has(id)),
    ),
    failing: (stats.data?.failing ?? []).filter(
      (one) => !awayIds.has(one.credentials) && !told.has(one.configuration),
    ),
    configurations: [...byId.values()].filter(({ id, status }) => !told.has(id) && status !== 'disabled'),
    conflicts: conflicts.total ?? 0,
    error: all.find(({ error }) => error !== null)?.error ?? null,
    isPending: all.some(({ isPending }) => isPending),
    refetch: () => {
      for (const one of all) void one.refetch();
    },
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

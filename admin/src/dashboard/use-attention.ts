import { useGetList } from 'react-admin';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import type { Stats } from '../../../src/contract/management.ts';
import { useStats } from './use-stats.ts';

const MOST = 20;
/** What goes stale tells nobody: it is looked for. */
const AGAIN = { refetchInterval: 60_000 };

/** A store out of reach, and the alert about it once there is one. */
export interface StoreAway {
  readonly store: Stats['stores'][number];
  readonly alert: Alert | null;
}

export interface Attention {
  readonly stores: readonly StoreAway[];
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
  const outage = new Map(
    open.filter(({ kind }) => kind === 'store_unreachable').map((one) => [one.credentials, one]),
  );
  const awayIds = new Set(away.map((store) => store.credentials));
  const told = new Set(open.flatMap((one) => one.configurations.map(({ id }) => id)));
  const others = [failing, unverified, rejecting].flatMap(({ data }) => data ?? []);
  const byId = new Map(others.map((one) => [one.id, one]));
  return {
    stores: away.map((store) => ({ store, alert: outage.get(store.credentials) ?? null })),
    alerts: open.filter(
      ({ kind, credentials }) => kind !== 'store_unreachable' || !awayIds.has(credentials ?? ''),
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

import { useGetList } from 'react-admin';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';

const MOST = 20;
/** What goes stale tells nobody: it is looked for. */
const AGAIN = { refetchInterval: 60_000 };

export interface Attention {
  readonly alerts: readonly Alert[];
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
  const failing = useThose({ status: 'error' });
  const unverified = useThose({ verification: 'unverified' });
  const rejecting = useThose({ verification: 'verified_with_rejects' });
  const conflicts = useGetList('conflicts', { pagination: { page: 1, perPage: 1 } }, AGAIN);
  const all = [alerts, failing, unverified, rejecting, conflicts];
  const told = new Set((alerts.data ?? []).flatMap((one) => one.configurations.map(({ id }) => id)));
  const others = [failing, unverified, rejecting].flatMap(({ data }) => data ?? []);
  const byId = new Map(others.map((one) => [one.id, one]));
  return {
    alerts: alerts.data ?? [],
    configurations: [...byId.values()].filter(({ id, status }) => !told.has(id) && status !== 'disabled'),
    conflicts: conflicts.total ?? 0,
    error: all.find(({ error }) => error !== null)?.error ?? null,
    isPending: all.some(({ isPending }) => isPending),
    refetch: () => {
      for (const one of all) void one.refetch();
    },
  };
}

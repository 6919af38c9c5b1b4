import { useGetList } from 'react-admin';
import type { Alert } from '../../../src/contract/alert.ts';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { type Attention, attentionOf } from './attention.ts';
import { useStats } from './use-stats.ts';

const MOST = 20;
/** The live stream does not report a configuration that becomes stale, so the data are polled. */
const AGAIN = { refetchInterval: 60_000 };

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

export interface AskedAttention extends Attention {
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => void;
}

export function useAttention(): AskedAttention {
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
  return {
    ...attentionOf({
      openAlerts: alerts.data ?? [],
      stats: stats.data ?? { stores: [], failing: [] },
      suspects: [failing, unverified, rejecting].flatMap(({ data }) => data ?? []),
      conflicts: conflicts.total ?? 0,
    }),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    isPending: all.some(({ isPending }) => isPending),
    refetch: () => {
      for (const one of all) void one.refetch();
    },
  };
}

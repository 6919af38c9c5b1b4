import type { Carrier } from '../tasks/carriers/carrier.ts';
import { QUEUES } from '../tasks/carriers/queues.ts';
import type { Family } from './family.ts';

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** The content of the queues. It may be lost at any time, because PostgreSQL has all pending work. */
export async function carrierFamilies(carrier: Pick<Carrier, 'counts'>): Promise<readonly Family[]> {
  const up = (value: number): Family => ({
    name: 'taquilla_carrier_up',
    help: 'Whether the queues that carry work can be reached.',
    type: 'gauge',
    samples: [{ labels: {}, value }],
  });
  try {
    const found = await Promise.all(
      QUEUES.map(async (queue) => ({ queue, counts: await carrier.counts(queue) })),
    );
    return [
      up(1),
      {
        name: 'taquilla_carrier_jobs',
        help: 'Jobs in the queues.',
        type: 'gauge',
        samples: found.flatMap(({ queue, counts }) =>
          STATES.map((state) => ({ labels: { queue, state }, value: counts[state] })),
        ),
      },
    ];
  } catch {
    return [up(0)];
  }
}

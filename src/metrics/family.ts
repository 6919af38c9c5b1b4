import { type Metric, Registry } from 'prom-client';

/** One line of a metric: its labels and, for a part of a histogram, the suffix of its name. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** A metric with all of its lines at the time of a scrape. */
export interface Family {
  readonly name: `taquilla_${string}`;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

/**
 * Metrics whose values come from elsewhere, in Prometheus' text format. The counters of prom-client can only be
 * increased, and at each start they would lose what PostgreSQL remembers.
 */
export async function renderFamilies(families: readonly Family[]): Promise<string> {
  const registry = new Registry();
  for (const { name, help, type, samples } of families) {
    const values = samples.map(({ labels, value, suffix = '' }) => ({
      labels,
      value,
      metricName: `${name}${suffix}`,
    }));
    const metric = { name, get: async () => ({ name, help, type, values, aggregator: 'sum' }) };
    // The registry uses only a name and the result of `get`, and no class of prom-client.
    registry.registerMetric(metric as unknown as Metric);
  }
  return await registry.metrics();
}

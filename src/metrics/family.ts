import { type Metric, Registry } from 'prom-client';

/** One line of a figure: its labels, and for a part of a histogram how its name goes on. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** One figure with all its lines, as it is at the moment of a scrape. */
export interface Family {
  readonly name: `taquilla_${string}`;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

/**
 * Figures whose values are known elsewhere, in Prometheus' text format. prom-client's own counters can only be
 * added to, and would forget at each start what PostgreSQL remembers.
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
    // the registry asks for a name and for what `get` gives, and for nothing else of prom-client's classes
    registry.registerMetric(metric as unknown as Metric);
  }
  return await registry.metrics();
}

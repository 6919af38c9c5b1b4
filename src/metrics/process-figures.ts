import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../backend/database.ts';
import type { Loops } from '../kernel/time/loops.ts';

/**
 * One answered request for the metrics. It contains the route and never the path, because the path contains
 * ids.
 */
interface AnsweredRequest {
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** Metrics that only this process knows and loses when it ends. */
export interface ProcessFigures {
  readonly onRequest: (answered: AnsweredRequest) => void;
  readonly onSshLost: () => void;
  readonly render: () => Promise<string>;
}

interface WatchedParts {
  readonly db: Database;
  readonly loops: Pick<Loops, 'standing'>;
  readonly skewMs: () => number | null;
}

const REQUEST_BOUNDS_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createProcessFigures(
  { db, loops, skewMs }: WatchedParts,
  { version, role }: { readonly version: string; readonly role: string },
): ProcessFigures {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'taquilla_build_info',
    help: 'The version and the role of this process.',
    labelNames: ['version', 'role'],
    registers,
  }).set({ version, role }, 1);
  const requests = new Histogram({
    name: 'taquilla_http_request_duration_seconds',
    help: 'Answered requests by route; a stream counts when it ends.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BOUNDS_SECONDS,
    registers,
  });
  const reconnects = new Counter({
    name: 'taquilla_ssh_reconnects_total',
    help: 'SSH connections to stores that were lost and had to be opened again.',
    registers,
  });
  new Gauge({
    name: 'taquilla_loops_standing',
    help: 'How many loops of this process are stuck; the process recovers within two minutes, or ends.',
    registers,
    collect() {
      this.set(loops.standing().length);
    },
  });
  new Gauge({
    name: 'taquilla_clock_skew_seconds',
    help: 'How far this machine’s clock is ahead of the backend’s; negative: behind.',
    registers,
    collect() {
      this.set((skewMs() ?? Number.NaN) / 1000);
    },
  });
  addPool(db, registers);
  return {
    onRequest: ({ method, route, status, durationMs }) =>
      requests.observe({ method, route: route ?? 'none', status: String(status) }, durationMs / 1000),
    onSshLost: () => reconnects.inc(),
    render: async () => await registry.metrics(),
  };
}

function addPool(db: Database, registers: Registry[]): void {
  new Gauge({
    name: 'taquilla_database_pool_connections',
    help: 'Connections of this process to the backend.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, db.idleCount);
      this.set({ state: 'busy' }, db.totalCount - db.idleCount);
    },
  });
  new Gauge({
    name: 'taquilla_database_pool_waiting',
    help: 'Requests in this process that wait for a connection to the backend.',
    registers,
    collect() {
      this.set(db.waitingCount);
    },
  });
  new Gauge({
    name: 'taquilla_database_pool_limit',
    help: 'The maximum number of connections of this process to the backend.',
    registers,
  }).set(db.options.max ?? 0);
}

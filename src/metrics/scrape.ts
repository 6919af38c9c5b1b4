import type { Database } from '../backend/database.ts';
import { readFigures } from '../backend/operation/figure-records.ts';
import { readWorkState } from '../backend/operation/statistics-records.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import { withDeadline } from '../kernel/time/deadline.ts';
import type { Carrier } from '../tasks/carriers/carrier.ts';
import { backendFamilies } from './backend-families.ts';
import { carrierFamilies } from './carrier-families.ts';
import { type Family, renderFamilies } from './family.ts';
import type { ProcessFigures } from './process-figures.ts';

export interface ScrapeDeps {
  readonly db: Database;
  readonly carrier: Pick<Carrier, 'counts'>;
  readonly log: Log;
  readonly now: () => Date;
  readonly own: ProcessFigures;
  /** If false, only this process's own metrics are returned. */
  readonly tellsOfBackend: boolean;
}

/** Prometheus gives up after ten seconds, so by then this returns the values that are known. */
const READ_WITHIN_MS = 5_000;
/**
 * If there are more configurations than this, they are added up, because each one adds a few lines to every
 * scrape.
 */
const MOST_CONFIGURATIONS = 1_000;

/** All present metrics in Prometheus' text format. That the backend is unreachable is a metric as well. */
export async function scrape(deps: ScrapeDeps): Promise<string> {
  const own = await deps.own.render();
  if (!deps.tellsOfBackend) return own;
  const [backend, carrier] = await Promise.all([readBackend(deps), carrierFamilies(deps.carrier)]);
  return `${own}\n${await renderFamilies([...backend, ...carrier])}`;
}

async function readBackend({ db, log, now }: ScrapeDeps): Promise<readonly Family[]> {
  const reading = async () => {
    const figures = await readFigures(db, MOST_CONFIGURATIONS, now());
    return backendFamilies(figures, await readWorkState(db, now()));
  };
  try {
    return [up(1), ...(await withDeadline(reading(), READ_WITHIN_MS, tooLate))];
  } catch (error) {
    log.warn({ err: error }, 'the metrics of the backend cannot be read now');
    return [up(0)];
  }
}

function up(value: number): Family {
  return {
    name: 'taquilla_backend_up',
    help: 'Whether the metrics of the backend could be read.',
    type: 'gauge',
    samples: [{ labels: {}, value }],
  };
}

function tooLate(): AppError {
  return new AppError({
    code: 'backend.unreachable',
    message: 'The PostgreSQL backend cannot be reached.',
    details: { deadlineMs: READ_WITHIN_MS },
  });
}

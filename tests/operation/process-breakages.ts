import { newId } from '../../src/kernel/ids.ts';
import { QUEUES } from '../../src/tasks/carriers/queues.ts';
import { startWorker } from '../tasks/workers.ts';
import type { Breakage } from './breakage.ts';
import type { WellWorld } from './well-world.ts';

/** The process that does the work, and the time. */
export const PROCESSES: readonly Breakage[] = [
  {
    what: 'no worker runs',
    break: async (world) => await world.stopWorker(),
    mend: async (world) => await world.startWorker(),
    status: ['✗ processes: 1 scheduler; no worker takes critical, default, maintenance, notifications'],
    reasons: ['worker-missing'],
  },
  {
    what: 'no worker takes some queues',
    break: async (world) => await world.startWorker(['critical', 'default']),
    mend: async (world) => await world.startWorker(),
    status: ['✗ processes: 1 worker, 1 scheduler; no worker takes maintenance, notifications'],
    reasons: ['worker-missing'],
  },
  {
    what: 'neither a worker nor a scheduler runs',
    break: async (world) => {
      await world.stopWorker();
      await world.stopScheduler();
    },
    mend: async (world) => {
      await world.startScheduler();
      await world.startWorker();
    },
    status: ['✗ processes: none is alive; no process runs the schedule or takes jobs'],
    reasons: ['worker-missing', 'scheduler-missing'],
  },
  {
    what: 'a worker is killed',
    break: async (world) => {
      await world.stopWorker();
      const place = { kind: 'redis', url: world.env['REDIS_URL'] ?? '' } as const;
      const killed = await startWorker({
        backendUrl: world.url,
        place,
        storeUrl: world.store.url,
        death: null,
      });
      await world.untilAlive('worker');
      await killed.kill();
    },
    mend: async (world) => {
      await world.db.query(`delete from service_processes where role = 'worker'`);
      await world.startWorker();
    },
    status: [
      '✗ processes: 1 scheduler; no worker takes critical, default, maintenance, notifications; worker *:* was last seen * ago',
    ],
    reasons: ['worker-missing'],
  },
  {
    what: 'the clock of a worker is ahead',
    break: async (world) => await world.startWorker(QUEUES, 10_800_000),
    mend: async (world) => await world.startWorker(),
    status: [
      '✗ clocks: worker *:* is 3 h ahead',
      '✗ incidents: 1 open: clock_skewed (machine.clock-skewed) for * s',
    ],
    reasons: ['clock-skewed', 'incident-open'],
    subject: '[Taquilla] The clock of a machine is wrong',
    overview: ['clock_skewed: '],
  },
  {
    what: 'the clock of a worker is behind',
    break: async (world) => await world.startWorker(QUEUES, -10_800_000),
    mend: async (world) => await world.startWorker(),
    status: [
      '✗ clocks: worker *:* is 3 h behind',
      '✗ incidents: 1 open: clock_skewed (machine.clock-skewed) for * s',
    ],
    reasons: ['clock-skewed', 'incident-open'],
    subject: '[Taquilla] The clock of a machine is wrong',
    overview: ['clock_skewed: '],
  },
  {
    what: 'the tick is late',
    break: async ({ db }) => {
      await db.query(`update schedule_ticks set last_tick_at = now() - interval '1 hour'`);
      await db.query(`update service_processes set started_at = now() - interval '2 hours'`);
    },
    mend: async ({ db }) => void (await db.query('update schedule_ticks set last_tick_at = now()')),
    status: ['✗ schedule: last looked through 60 min ago; it should be every 15 minutes'],
    reasons: ['tick-late'],
  },
  {
    what: 'work that could start waits',
    // as if the queue had delivered it, and no worker had received it
    break: async ({ db, stores }) =>
      void (await db.query(
        `insert into sync_executions (id, configuration_id, trigger, status, queue, dispatched_at, next_attempt_at)
         values ($1, $2, 'manual', 'pending', 'default', now() + interval '1 hour', now() - interval '1 hour')`,
        [newId(), stores.configurationId],
      )),
    mend: endUnended,
    status: ['✗ queue: 1 could start, in default for 60 min'],
    reasons: ['queue-waiting'],
  },
  {
    what: 'the worker of an execution is silent',
    break: async ({ db, stores }) =>
      void (await db.query(
        `insert into sync_executions (id, configuration_id, trigger, status, started_at)
         values ($1, $2, 'manual', 'running', now() - interval '5 minutes')`,
        [newId(), stores.configurationId],
      )),
    mend: endUnended,
    status: ['✗ executions: 1 should run, and their worker is silent'],
    reasons: ['executions-silent'],
  },
  {
    what: 'a configuration is overdue',
    // a tick would replace one of the schedule
    break: async ({ db }) =>
      void (await db.query(
        `update sync_configurations set frequency = 'manual', next_due_at = now() - interval '2 hours'`,
      )),
    mend: async ({ db }) =>
      void (await db.query(
        `update sync_configurations set frequency = 'daily', next_due_at = now() + interval '1 hour'`,
      )),
    status: ['✗ schedule: 1 configuration is overdue, without a pending or running execution'],
    reasons: ['schedule-late'],
  },
];

async function endUnended({ db }: WellWorld): Promise<void> {
  await db.query(
    `update sync_executions set status = 'cancelled', finished_at = now(), judged_at = now(), next_attempt_at = null
     where status in ('pending', 'running')`,
  );
}

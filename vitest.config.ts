import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/servers/longest-first.ts';

/** For two cores: as many files wait, for deadlines of half a minute, as work. */
const FILES_AT_ONCE = 4;
/** Each file loading all of Taquilla anew would be a tenth of the work. */
const isolate = false;

const SERVERS = 'tests/servers/global-setup.ts';
const BROWSER = 'tests/servers/browser-setup.ts';
const ELSEWHERE = [
  'tests/house/**',
  'tests/browser/**',
  'tests/soak/**',
  'tests/torture/**',
  'tests/nightly/**',
  'tests/image/**',
];
/** Long tests, most of them of whole processes, operations or stores: `npm test` leaves them to `npm run test:all`. */
const STORIES = [
  'tests/alerts/outage-day.test.ts',
  'tests/backend/each-migration.test.ts',
  'tests/backend/embedded.test.ts',
  'tests/backup/bundled.test.ts',
  'tests/backup/files.test.ts',
  'tests/backup/tables.test.ts',
  'tests/cli/credentials.test.ts',
  'tests/cli/demo.test.ts',
  'tests/cli/program.test.ts',
  'tests/cli/service-secrets.test.ts',
  'tests/cli/sync-failures.test.ts',
  'tests/cli/sync-report.test.ts',
  'tests/cli/verify-page.test.ts',
  'tests/django/follow.test.ts',
  'tests/django/project.test.ts',
  'tests/docs/pages.test.ts',
  'tests/http/access-table.test.ts',
  'tests/http/conformance.test.ts',
  'tests/http/flood.test.ts',
  'tests/http/fuzz.test.ts',
  'tests/http/stream-limits.test.ts',
  'tests/operation/one-thing-broken.test.ts',
  'tests/pipe/changed-stores.test.ts',
  'tests/pipe/cut-line.test.ts',
  'tests/pipe/explanations.test.ts',
  'tests/pipe/field-stores.test.ts',
  'tests/pipe/held-removals.test.ts',
  'tests/pipe/older-stores.test.ts',
  'tests/pipe/partial-sweep.test.ts',
  'tests/pipe/pending-transition.test.ts',
  'tests/pipe/range-counts.test.ts',
  'tests/pipe/sample-stores.test.ts',
  'tests/pipe/swept-history.test.ts',
  'tests/pipe/targeted.test.ts',
  'tests/pipe/transports.test.ts',
  'tests/pooler/pooled-life.test.ts',
  'tests/scripts/provide-tool.test.ts',
  'tests/servers/tools.test.ts',
  'tests/smoke/smoke-story.test.ts',
  'tests/tasks/announced-and-killed.test.ts',
  'tests/tasks/backend-restart.test.ts',
  'tests/tasks/cut-queue.test.ts',
  'tests/tasks/frozen-worker.test.ts',
  'tests/tasks/killed-worker.test.ts',
  'tests/tasks/live-mode.test.ts',
  'tests/tasks/lost-answers.test.ts',
  'tests/tasks/resumed-reading.test.ts',
  'tests/tasks/service.test.ts',
  'tests/tasks/switched-credentials.test.ts',
];
const leftOut = process.env['TAQUILLA_TEST_STORIES'] === 'no' ? STORIES : [];
// Nothing is meant to take so long: these only end what hangs, also on a machine that is busy.
const testTimeout = 600_000;
const hookTimeout = 600_000;

export default defineConfig({
  test: {
    maxWorkers: FILES_AT_ONCE,
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          isolate,
          include: ['src/**/*.test.ts', 'admin/src/**/*.test.ts', 'tests/house/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'servers',
          isolate,
          include: ['tests/**/*.test.ts'],
          exclude: [...ELSEWHERE, ...leftOut],
          globalSetup: [SERVERS],
          testTimeout,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'browser',
          isolate,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: [SERVERS, BROWSER],
          testTimeout,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'image',
          include: ['tests/image/**/*.test.ts'],
          globalSetup: [SERVERS],
          testTimeout: 300_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'nightly',
          include: ['tests/nightly/**/*.test.ts'],
          globalSetup: [SERVERS, BROWSER],
          testTimeout: 3_600_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'torture',
          include: ['tests/torture/**/*.test.ts'],
          globalSetup: [SERVERS],
          // as many minutes as it is told to, and what it takes to become quiet after them
          testTimeout: 24 * 3_600_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['tests/soak/**/*.test.ts'],
          globalSetup: [SERVERS],
          testTimeout: 1_800_000,
          hookTimeout,
        },
      },
    ],
  },
});

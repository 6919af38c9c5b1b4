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
// Nothing is meant to take so long: these only end what hangs, also on a machine that is busy.
const hookTimeout = 300_000;

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
          exclude: ELSEWHERE,
          globalSetup: [SERVERS],
          testTimeout: 120_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'browser',
          isolate,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: [SERVERS, BROWSER],
          testTimeout: 120_000,
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

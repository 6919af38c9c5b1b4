import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Depth, ExecutionDepth } from '../src/vocabulary/depths.ts';
import { EVENT } from './floor-sql.ts';
import { type MeasuredRun, measuredRun, readUsage, type Usage } from './measured-run.ts';
import { BENCH_FOLDER } from './servers.ts';

interface Count {
  readonly read: number;
}

/** The measured parts of the output of `taquilla sync --json`. */
interface Report {
  readonly depth: ExecutionDepth;
  readonly verification: string | null;
  readonly counts: Readonly<Record<'orders' | 'tickets', Count>>;
  readonly timings_ms: { readonly total: number };
}

export interface ShippedSync {
  readonly report: Report;
  readonly usage: Usage;
  readonly run: MeasuredRun;
}

export interface ShippedProgram {
  migrate(backendUrl: string): Promise<void>;
  /** @param read null for the depth that the budget allows; numbers for only these orders */
  sync(backendUrl: string, storeUrl: string, read: Depth | readonly number[] | null): Promise<ShippedSync>;
  /** Writes the tickets of an event to a file, in the format of its ending. */
  exportTickets(
    backendUrl: string,
    event: string,
    file: string,
  ): Promise<{ readonly usage: Usage; readonly run: MeasuredRun }>;
}

/** The program as it ships, freshly built: the tests' loader would add to its memory. */
export async function buildProgram(): Promise<ShippedProgram> {
  const out = join(BENCH_FOLDER, 'dist');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const tsc = join('node_modules', '.bin', 'tsc');
  await measuredRun(tsc, ['-p', 'tsconfig.build.json', '--outDir', out], process.env, true);
  const migrations = join('backend', 'migrations');
  await cp(join('src', migrations), join(out, migrations), { recursive: true });
  // The program reads its version from its place in the package.
  await cp('package.json', join(BENCH_FOLDER, 'package.json'));
  const program = join(out, 'main.js');
  return {
    migrate: async (backendUrl) => {
      await measuredRun(process.execPath, [program, 'migrate'], environment(backendUrl), true);
    },
    sync: async (backendUrl, storeUrl, read) => {
      const preload = new URL('tell-usage.mjs', import.meta.url).href;
      const args = [
        '--import',
        preload,
        program,
        'sync',
        '--json',
        '--store-url',
        storeUrl,
        ...EVENT_OPTIONS,
      ];
      const deep =
        read === null ? [] : typeof read === 'string' ? ['--depth', read] : ['--orders', read.join(',')];
      const run = await measuredRun(process.execPath, [...args, ...deep], environment(backendUrl), true);
      return { report: JSON.parse(run.stdout) as Report, usage: await readUsage(USAGE_FILE), run };
    },
    exportTickets: async (backendUrl, event, file) => {
      const preload = new URL('tell-usage.mjs', import.meta.url).href;
      const args = ['--import', preload, program, 'export', 'tickets', '--event', event, '-o', file];
      const run = await measuredRun(process.execPath, args, environment(backendUrl), true);
      return { usage: await readUsage(USAGE_FILE), run };
    },
  };
}

const USAGE_FILE = join(BENCH_FOLDER, 'usage.json');
const EVENT_OPTIONS = [
  '--product',
  String(EVENT),
  '--event-name',
  'Bench',
  '--organizer-email',
  'bench@example.com',
  '--service-fee',
  '10',
];

function environment(backendUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: backendUrl,
    TAQUILLA_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'error',
    BENCH_USAGE_FILE: USAGE_FILE,
  };
}

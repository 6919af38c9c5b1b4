import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Act } from '../../act.ts';
import { createProgress, progressBar, shareOf } from '../../output/progress.ts';
import { showCount } from '../../output/tables.ts';
import { printLine } from '../../output/terminal.ts';
import {
  DEMO_LAYOUTS,
  type DemoLayout,
  type DemoStoreRequest,
  type Session,
  type StoreServer,
} from '../../session.ts';
import { untilStopped } from '../operation/serve.ts';

interface Options {
  readonly orders: number;
  readonly layout: DemoLayout;
  readonly seed: number;
  readonly prefix: string;
  readonly url?: string;
}

/** The name of the database of a demo store that runs on a server of its own. */
export const DEMO_DATABASE = 'taquilla_demo_store';
export const DEMO_SEED = 173911;

export function addDemoStore(program: Command, act: Act): void {
  program
    .command('demo-store')
    .description('Create a WooCommerce store with invented orders and run it, for trials.')
    .option('--orders <number>', 'number of orders, 10 to 200000', wholeNumber(10, 200_000), 1000)
    .addOption(
      new Option('--layout <layout>', 'where the store keeps its orders')
        .choices(DEMO_LAYOUTS)
        .default('hpos'),
    )
    .option('--seed <number>', 'the same seed gives the same store', wholeNumber(0, 2_147_483_647), DEMO_SEED)
    .option('--prefix <prefix>', 'table prefix', tablePrefix, 'wp_')
    .option('--url <url>', 'fill this empty database and exit: mysql://user:password@host:port/database')
    .addHelpText(
      'after',
      `
Without --url a private MariaDB is started for it; its address is printed, and Ctrl-C ends it. Its event is
product 173911, as everywhere in the examples.`,
    )
    .action(act<Options>(runDemoStore));
}

async function runDemoStore(session: Session, options: Options): Promise<number> {
  const { out } = session.terminal;
  if (options.url !== undefined) {
    await makeStoreWithProgress(session, { ...options, url: options.url });
    printLine(out, `Created ${showCount(options.orders)} orders.`);
    return 0;
  }
  await using server = await startStoreServer(session, session.demo.storeDir);
  const url = server.url(DEMO_DATABASE);
  await makeStoreWithProgress(session, { ...options, url });
  printLine(out, url);
  printLine(
    session.terminal.err,
    `A demo store with ${showCount(options.orders)} orders is running there. Ctrl-C ends it.`,
  );
  await untilStopped(session.stop, null);
  return 0;
}

export async function startStoreServer(session: Session, dataDir: string): Promise<StoreServer> {
  const progress = createProgress(session.terminal.err, () => performance.now());
  progress.show('Starting a private MariaDB for the demo store');
  try {
    return await session.demo.startStoreServer(dataDir, (title) => {
      progress.show(`Fetching ${title} into the data folder`, '(nothing is installed on this system)');
    });
  } finally {
    progress.clear();
  }
}

export async function makeStoreWithProgress(session: Session, request: DemoStoreRequest): Promise<void> {
  const progress = createProgress(session.terminal.err, () => performance.now());
  const step = 'Making the demo store';
  progress.show(step);
  try {
    await session.demo.makeStore(request, (done, expected) => {
      progress.show(
        step,
        `${progressBar(done, expected)}  ${showCount(done)} of ${showCount(expected)} orders`,
        shareOf(done, expected),
      );
    });
  } finally {
    progress.clear();
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function tablePrefix(text: string): string {
  if (/^\w{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('It may contain up to 20 letters, digits and _ only.');
}

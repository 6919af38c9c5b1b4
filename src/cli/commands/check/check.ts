import type { Command } from 'commander';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import { openWooStore } from '../../../woocommerce/woo-store.ts';
import type { Act } from '../../act.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from '../../options/store-address.ts';
import type { Session } from '../../session.ts';
import { checkBackend } from './check-backend.ts';
import { checkAlertChannels, checkDisk } from './check-surroundings.ts';
import { startLooks } from './looks.ts';

interface Options {
  readonly json?: boolean;
  readonly storeUrl?: string;
  readonly prefix?: string;
  readonly serverKey?: string;
}

export function addCheck(program: Command, act: Act): void {
  program
    .command('check')
    .description(
      'Check the installation: settings, key, database, queue, mail, clock, disk. Changes nothing.',
    )
    .option('--store-url <url>', 'check this store too (mysql://user@host:port/database)')
    .option('--prefix <prefix>', 'table prefix of the store, if its database contains several')
    .option(...SERVER_KEY_OPTION)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Another command shows the state of the operation (stores, workers, alerts, configurations):
  npm run -s taquilla -- status

Exit codes: 0 well, warnings included; otherwise that of the first check that failed: 75 not reachable now, 78 a
setting must change.`,
    )
    .action(act<Options>(runCheck));
}

async function runCheck(session: Session, options: Options): Promise<number> {
  const { settings } = session;
  const looks = startLooks(session, options.json === true);
  const { look } = looks;
  await look('Node.js', () => process.version);
  await checkSettings(session, look);
  if (settings.alertsWithoutLinks) {
    const warning =
      'PUBLIC_URL is not set: alerts contain no link to the panel; set it to the address of the panel';
    await look('links', () => ({ warning }));
  }
  await checkBackend(session, looks);
  await checkAlertChannels(session, look);
  await checkDisk(session, looks);
  if (options.storeUrl !== undefined) {
    const storeUrl = options.storeUrl;
    await look('store', async () => await describeStore(session, storeUrl, options));
  }
  looks.leaveOut(`how the operation goes (${ownCommand('status')})`);
  return looks.sumUp();
}

async function checkSettings(
  { settings }: Session,
  look: ReturnType<typeof startLooks>['look'],
): Promise<void> {
  const { misspelt } = settings;
  if (misspelt.length === 0) {
    await look('settings', () => 'every name is known');
    return;
  }
  for (const { name, nearest } of misspelt) {
    const warning = `${name} is not a setting of Taquilla and has no effect; the nearest one is ${nearest}`;
    await look('settings', () => ({ warning }));
  }
}

async function describeStore(
  session: Session,
  storeUrl: string,
  { prefix, serverKey }: Options,
): Promise<string> {
  const login = readStoreLogin(session, storeUrl, prefix ?? null, serverKey);
  const store = openWooStore(login, session.log);
  try {
    const identity = await store.identify(session.stop);
    return `${identity.siteUrl}, ${identity.layout === 'hpos' ? 'HPOS' : 'posts'}, prefix ${identity.tablePrefix}`;
  } finally {
    await store.close();
  }
}

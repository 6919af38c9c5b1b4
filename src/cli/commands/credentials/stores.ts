import { isCancel, select } from '@clack/prompts';
import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import { findRecordedStore, type RecordedConfiguration } from '../../../backend/stores/recorded-store.ts';
import type { AskedStore } from '../../../configurations/ask-store.ts';
import { compareStore, confirmStore } from '../../../configurations/confirm-store.ts';
import { noConfiguration } from '../../../configurations/edit-configuration.ts';
import type { StoreComparisonReply, StoreDecision } from '../../../contract/store-comparison.ts';
import { aborted } from '../../../kernel/errors.ts';
import { askedStore } from '../../../stores/store-access.ts';
import { openStoredStore, type StoredStores } from '../../../stores/stored-store.ts';
import { openWooStore } from '../../../woocommerce/woo-store.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from '../../options/store-address.ts';
import { printJson, printLine, printLines } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { comparisonLines } from './stores-show.ts';

interface Given {
  readonly name: string;
  readonly credentials?: string;
  readonly storeUrl?: string;
  readonly prefix?: string;
  readonly serverKey?: string;
  readonly json?: boolean;
}

interface ConfirmGiven extends Given {
  readonly address?: string;
  readonly anotherStore?: boolean;
}

export function addStores(program: Command, act: Act): void {
  const group = program
    .command('stores')
    .description('The store for which a configuration was created, and the store that answers now.')
    .addHelpText(
      'after',
      `
A store is recognised by its oldest and newest orders, by the product's creation date, its table prefix and its
address. After a change of http to https, or of www, syncs continue. Any other new address must be confirmed once; a
store that lacks orders or changes that were already read is a copy or an older backup, and cannot be used.`,
    );
  askOptions(
    group
      .command('show <configuration>')
      .description('Query the store, and compare it with the recorded one. Nothing is changed.'),
  ).action(named(act<Given>(runShow)));
  askOptions(
    group
      .command('confirm <configuration>')
      .description('Confirm that the store is the same one at a new address, or that it is another one.')
      .option('--address <url>', 'the shown address: it is the same store')
      .option('--another-store', 'it is another store: nothing is synced from it'),
  ).action(named(act<ConfirmGiven>(runConfirm)));
}

function askOptions(command: Command): Command {
  return command
    .option('--credentials <name>', 'use these credentials; once confirmed, the configuration keeps them')
    .option('--store-url <url>', 'ask this database: mysql://user@host:port/database')
    .option('--prefix <prefix>', 'table prefix, with --store-url')
    .option(...SERVER_KEY_OPTION)
    .option('--json', 'print both sides as JSON');
}

async function runShow(session: Session, given: Given): Promise<number> {
  return await withStores(session, async (stores) => {
    const { configurationId } = await recordedStoreOf(stores, given.name);
    const shown = await asking(
      session,
      stores,
      given,
      async (store) => await compareStore(stores.db, configurationId, store),
    );
    print(session, given, shown);
    return 0;
  });
}

async function runConfirm(session: Session, given: ConfirmGiven): Promise<number> {
  if (given.address !== undefined && given.anotherStore === true) {
    throw invalidOptions('--address and --another-store exclude each other.');
  }
  return await withStores(session, async (stores) => {
    const { db, now } = stores;
    const { configurationId } = await recordedStoreOf(stores, given.name);
    const credentialsId =
      given.credentials === undefined ? null : (await findCredentials(db, given.credentials)).id;
    return await asking(session, stores, given, async (store) => {
      const shown = await compareStore(db, configurationId, store);
      const decision = await decisionOf(session, given, shown);
      const site_url = given.address ?? shown.found.site_url;
      const before = await readAuditedObject(db, 'configurations.confirm-store', configurationId);
      await confirmStore({ db, now }, configurationId, { decision, site_url }, store, credentialsId);
      await noteInAudit(db, 'configurations.confirm-store', configurationId, { decision, site_url }, before);
      const { out } = session.terminal;
      if (given.json === true) printJson(out, await compareStore(db, configurationId, store));
      else printLine(out, DONE[decision](shown));
      return 0;
    });
  });
}

const DONE: Readonly<Record<StoreDecision, (shown: StoreComparisonReply) => string>> = {
  same_store: ({ found }) => `Confirmed: the store is at ${found.site_url} (${found.table_prefix}).`,
  another_store: ({ found }) =>
    `Noted: another store is at ${found.site_url} (${found.table_prefix}). Nothing is synced from it.`,
};

/**
 * @throws invalid `cli.options` if there is not a terminal for the confirmation; aborted if the user answers no
 */
async function decisionOf(
  session: Session,
  given: ConfirmGiven,
  shown: StoreComparisonReply,
): Promise<StoreDecision> {
  if (given.anotherStore === true) return 'another_store';
  if (given.address !== undefined) return 'same_store';
  const { terminal, stop: signal } = session;
  if (!terminal.in.isTTY || given.json === true) {
    throw invalidOptions(
      'There is no terminal for the question: give --address with the shown address, or --another-store.',
    );
  }
  printLines(terminal.err, comparisonLines(shown, session.settings.timezone).join('\n'));
  // No decision is possible; the error below explains why.
  if (shown.decisions.length === 0) return 'same_store';
  const answer = await select<StoreDecision>({
    message: 'Which one is it?',
    options: shown.decisions.map((value) => ({ value, label: LABELS[value] })),
    input: terminal.in,
    output: terminal.err,
    signal,
  });
  if (isCancel(answer)) throw aborted();
  return answer;
}

const LABELS: Readonly<Record<StoreDecision, string>> = {
  same_store: 'The same store: continue with it',
  another_store: 'Another store: sync nothing from it',
};

function print({ terminal, settings }: Session, given: Given, shown: StoreComparisonReply): void {
  if (given.json === true) printJson(terminal.out, shown);
  else printLines(terminal.out, comparisonLines(shown, settings.timezone).join('\n'));
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A deleted configuration, given by its full id, has a store as well, because its event waits for a successor.
 */
async function recordedStoreOf({ db }: StoredStores, text: string): Promise<RecordedConfiguration> {
  const byId = ID.test(text) ? await findRecordedStore(db, text, 'newest') : null;
  const recorded = byId ?? (await findRecordedStore(db, await requireConfigurationId(db, text), 'newest'));
  if (recorded === null) throw noConfiguration();
  return recorded;
}

async function asking<Answer>(
  session: Session,
  stores: StoredStores,
  given: Given,
  use: (store: AskedStore) => Promise<Answer>,
): Promise<Answer> {
  const { credentialsId, wooProductId } = await recordedStoreOf(stores, given.name);
  const store =
    given.storeUrl === undefined
      ? await openStoredStore(
          stores,
          given.credentials === undefined
            ? credentialsId
            : (await findCredentials(stores.db, given.credentials)).id,
        )
      : openWooStore(
          readStoreLogin(session, given.storeUrl, given.prefix ?? null, given.serverKey),
          session.log,
        );
  try {
    return await use(await askedStore(store, wooProductId, session.stop));
  } finally {
    await store.close();
  }
}

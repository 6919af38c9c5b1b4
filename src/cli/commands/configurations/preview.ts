import type { Command } from 'commander';
import { z } from 'zod';
import {
  type ConfigurationRow,
  findConfigurationRow,
  listConfigurations,
} from '../../../backend/configurations/configuration-list.ts';
import { noConfiguration } from '../../../configurations/edit-configuration.ts';
import { previewRequest, savePreviewed } from '../../../configurations/keep-preview.ts';
import { previewInput } from '../../../contract/effects/preview.ts';
import { exitCodeOf } from '../../../kernel/error-catalogue.ts';
import { type AppError, throwIfAborted, toAppError } from '../../../kernel/errors.ts';
import { openStoredStore, type StoredStores } from '../../../stores/stored-store.ts';
import { previewConfiguration } from '../../../sync/preview/preview-event.ts';
import type { Preview } from '../../../sync/preview/preview-report.ts';
import { MOST_TARGETS } from '../../../vocabulary/depths.ts';
import { openWooStore } from '../../../woocommerce/woo-store.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { fieldOption, invalidOptions, parseOptions } from '../../options/options.ts';
import { readStoreLogin, SERVER_KEY_OPTION } from '../../options/store-address.ts';
import { numbersOf } from '../../options/sync-options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { MOST, NO_FILTER } from './all-configurations.ts';
import { previewAsJson, previewLines } from './preview-show.ts';

interface Given {
  readonly name?: string;
  readonly storeUrl?: string;
  readonly prefix?: string;
  readonly serverKey?: string;
  readonly orders?: string;
  readonly serviceFee?: string;
  readonly keep?: boolean;
  readonly json?: boolean;
}

export function addPreview(program: Command, act: Act): void {
  program
    .command('preview [configuration]')
    .description(
      'Read events as the next whole sync will, and show what it would change. Nothing is written.',
    )
    .option('--store-url <url>', 'read this database: mysql://user@host:port/database')
    .option('--prefix <prefix>', 'table prefix, with --store-url')
    .option(...SERVER_KEY_OPTION)
    .option('--orders <ids>', 'only these orders, by their ids in WooCommerce: 174130,174154')
    .option('--service-fee <percentage>', 'as if the fee were this percentage, 0 to 100')
    .option('--keep', 'keep the preview, so that sync --preview does exactly what it shows')
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      `
Without a configuration: all of them. Run it after an upgrade or a change of settings, before workers start: it counts
and lists the amounts that would change, and the tickets that would become invalid or valid again. Changes in the
store since the last sync are included.`,
    )
    .action(named(act<Given>(runPreview)));
}

/** A configuration and its preview. */
interface Previewed {
  readonly configuration: ConfigurationRow;
  readonly preview: Preview | null;
  readonly error: AppError | null;
  /** The id of the kept preview; null if it is not kept. */
  readonly kept: string | null;
}

async function runPreview(session: Session, given: Given): Promise<number> {
  if (given.name === undefined) {
    const needs = (['storeUrl', 'orders', 'serviceFee', 'keep'] as const).find(
      (one) => given[one] !== undefined,
    );
    if (needs !== undefined) throw invalidOptions(`${FLAGS[needs]} needs a configuration.`);
  }
  const asked = askedOf(given);
  return await withStores(session, async (stores) => {
    const previewed: Previewed[] = [];
    const { out } = session.terminal;
    for (const configuration of await chosen(stores, given.name)) {
      throwIfAborted(session.stop);
      const one = await previewOne(session, stores, configuration, given, asked);
      previewed.push(one);
      if (given.json !== true) for (const line of previewLines(one)) printLine(out, line);
    }
    if (given.json === true) printJson(out, previewed.map(previewAsJson));
    const failed = previewed.find(({ error }) => error !== null)?.error ?? null;
    return failed === null ? 0 : exitCodeOf(failed.code);
  });
}

const FLAGS = {
  storeUrl: '--store-url',
  orders: '--orders',
  serviceFee: '--service-fee',
  keep: '--keep',
} as const;

const ASKED = z.object({
  orders: fieldOption(
    z.string().transform(numbersOf).pipe(previewInput.shape.orders.unwrap()),
    `must be ids of WooCommerce with commas between them, at most ${MOST_TARGETS}`,
  ).optional(),
  serviceFee: fieldOption(
    previewInput.shape.service_fee_percentage.unwrap(),
    'must be a percentage from 0 to 100 with at most two decimals',
  ).optional(),
});

/** As the API would be sent it. */
type Asked = { readonly orders?: readonly number[]; readonly service_fee_percentage?: string };

/** @throws invalid `cli.options` */
function askedOf(given: Given): Asked {
  const { orders, serviceFee } = parseOptions(ASKED, given);
  return {
    ...(orders === undefined ? {} : { orders }),
    ...(serviceFee === undefined ? {} : { service_fee_percentage: serviceFee }),
  };
}

async function chosen(
  { db, now }: StoredStores,
  name: string | undefined,
): Promise<readonly ConfigurationRow[]> {
  if (name === undefined) {
    const order = [{ by: 'name', descending: false }] as const;
    return await listConfigurations(db, NO_FILTER, order, { limit: MOST, offset: 0, now: now() });
  }
  const row = await findConfigurationRow(db, await requireConfigurationId(db, name), now());
  if (row === null) throw noConfiguration();
  return [row];
}

/** An unreachable store must not stop the previews of the others. @throws aborted */
async function previewOne(
  session: Session,
  stores: StoredStores,
  configuration: ConfigurationRow,
  { storeUrl, prefix, serverKey, keep }: Given,
  asked: Asked,
): Promise<Previewed> {
  try {
    await using store =
      storeUrl === undefined
        ? closing(await openStoredStore(stores, configuration.credentials))
        : closing(openWooStore(readStoreLogin(session, storeUrl, prefix ?? null, serverKey), session.log));
    const request = previewRequest(configuration.id, asked);
    const preview = await previewConfiguration(stores, store.source, request, session.stop);
    const kept =
      keep === true ? await savePreviewed(stores.db, configuration.id, preview, asked, null) : null;
    if (kept !== null) await noteInAudit(stores.db, 'configurations.preview', configuration.id, { ...asked });
    return { configuration, preview, error: null, kept };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.kind === 'aborted' || error.kind === 'bug') throw error;
    return { configuration, preview: null, error, kept: null };
  }
}

function closing(source: ReturnType<typeof openWooStore>) {
  return { source, [Symbol.asyncDispose]: async () => await source.close() };
}

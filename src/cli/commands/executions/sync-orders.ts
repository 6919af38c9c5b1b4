import { findConfigurationRow } from '../../../backend/configurations/configuration-list.ts';
import { findConfigurationsOfOrders } from '../../../backend/configurations/order-configurations.ts';
import { showPlace } from '../../../backend/connection/backend-place.ts';
import { noConfiguration } from '../../../configurations/edit-configuration.ts';
import { AppError, throwIfAborted } from '../../../kernel/errors.ts';
import { openStoredStore, type StoredStores } from '../../../stores/stored-store.ts';
import { previewConfiguration } from '../../../sync/preview/preview-event.ts';
import type { Targets } from '../../../vocabulary/depths.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { reportError } from '../../output/report-error.ts';
import { failureAsJson, reportAsJson } from '../../output/report-json.ts';
import { showReport } from '../../output/show-report.ts';
import { printJson, printLine, styled } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { previewAsJson, previewLines } from '../configurations/preview-show.ts';
import { syncConfiguration } from './sync-store.ts';

interface SyncOrders {
  /** By id or name; undefined for every configuration whose event contains one of the orders. */
  readonly configuration: string | undefined;
  /** @unit ids of WooCommerce */
  readonly orders: readonly number[];
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** One configuration and the orders that it reads. */
interface Part {
  readonly id: string;
  readonly targets: Targets;
}

/** The outcome for one configuration, and its JSON document. */
interface Done {
  readonly exitCode: number;
  readonly document: object;
}

/** Syncs only named orders, or shows what that would change. Returns the first exit code that is not 0. */
export async function syncOrders(session: Session, asked: SyncOrders): Promise<number> {
  return await withStores(
    session,
    async (stores, place) => {
      const { parts, unknown } = await partsOf(stores, asked);
      const done: Done[] = [];
      for (const part of parts) {
        throwIfAborted(session.stop);
        const name = (await rowOf(stores, part.id)).name;
        if (!asked.json && asked.configuration === undefined) {
          printLine(session.terminal.out, styled('bold', name, session.terminal.out));
        }
        const work = asked.dryRun
          ? previewPart(session, stores, part, asked.json)
          : syncPart(session, stores, part, asked.json, place);
        done.push(
          await (asked.configuration === undefined
            ? work.catch(async (thrown: unknown) => await refusedPart(session, stores, part, asked, thrown))
            : work),
        );
      }
      const documents = done.map(({ document }) => document);
      if (asked.json) {
        printJson(session.terminal.out, asked.configuration === undefined ? documents : documents[0]);
      }
      const failed = done.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
      if (unknown.length === 0) return failed;
      const code = reportError(session.terminal, unknownOrders(unknown), false);
      return failed === 0 ? code : failed;
    },
    // On standard error, because standard output may be a JSON document.
    (place) => printLine(session.terminal.err, `Backend: ${showPlace(place)}`),
  );
}

async function partsOf(
  { db }: StoredStores,
  { configuration, orders }: SyncOrders,
): Promise<{ readonly parts: readonly Part[]; readonly unknown: readonly number[] }> {
  if (configuration !== undefined) {
    const id = await requireConfigurationId(db, configuration);
    return { parts: [{ id, targets: { orderIds: orders, ticketIds: [] } }], unknown: [] };
  }
  const found = await findConfigurationsOfOrders(db, orders);
  const known = new Set(found.flatMap(({ wooOrderIds }) => wooOrderIds));
  const enabled = found.filter(({ status }) => status !== 'disabled');
  const read = new Set(enabled.flatMap(({ wooOrderIds }) => wooOrderIds));
  // An order that only disabled configurations have is refused, and not called unknown.
  const disabled = found
    .filter(({ status }) => status === 'disabled')
    .map((one) => ({ ...one, wooOrderIds: one.wooOrderIds.filter((id) => !read.has(id)) }))
    .filter(({ wooOrderIds }) => wooOrderIds.length > 0);
  return {
    parts: [...enabled, ...disabled].map(({ configurationId, wooOrderIds }) => {
      return { id: configurationId, targets: { orderIds: wooOrderIds, ticketIds: [] } };
    }),
    unknown: orders.filter((id) => !known.has(id)),
  };
}

function unknownOrders(orderIds: readonly number[]): AppError {
  const which = orderIds.length === 1 ? 'order' : 'the orders';
  return new AppError({
    code: 'execution.orders-not-of-event',
    message: `No event of the backend has ${which} ${orderIds.join(', ')} of its store. For an order that no sync has read yet, name the event with --configuration.`,
    details: { orderIds },
  });
}

async function syncPart(
  session: Session,
  stores: StoredStores,
  { id, targets }: Part,
  json: boolean,
  place: Parameters<typeof reportAsJson>[1],
): Promise<Done> {
  const { report, error } = await syncConfiguration(session, stores, id, targets);
  if (!json) showReport(session.terminal, report, session.settings.timezone);
  const exitCode =
    error === null
      ? Number(report.verification === 'unverified')
      : reportError(session.terminal, error, session.log.isLevelEnabled('debug'));
  return { exitCode, document: reportAsJson(report, place) };
}

/** A configuration that cannot be read now, because it is busy or disabled for example. The others go on. */
async function refusedPart(
  session: Session,
  stores: StoredStores,
  { id }: Part,
  { dryRun }: SyncOrders,
  thrown: unknown,
): Promise<Done> {
  if (!(thrown instanceof AppError) || thrown.kind === 'aborted') throw thrown;
  const exitCode = reportError(session.terminal, thrown, session.log.isLevelEnabled('debug'));
  const document = dryRun
    ? previewAsJson({ configuration: await rowOf(stores, id), preview: null, error: thrown, kept: null })
    : { ...failureAsJson(thrown), configuration_id: id };
  return { exitCode, document };
}

async function previewPart(
  session: Session,
  stores: StoredStores,
  { id, targets }: Part,
  json: boolean,
): Promise<Done> {
  const configuration = await rowOf(stores, id);
  const source = await openStoredStore(stores, configuration.credentials, 'execution');
  try {
    const preview = await previewConfiguration(
      stores,
      source,
      { configurationId: id, targets },
      session.stop,
    );
    const shown = { configuration, preview, error: null, kept: null };
    if (!json) for (const line of previewLines(shown)) printLine(session.terminal.out, line);
    return { exitCode: 0, document: previewAsJson(shown) };
  } finally {
    await source.close();
  }
}

async function rowOf({ db, now }: StoredStores, id: string) {
  const row = await findConfigurationRow(db, id, now());
  if (row === null) throw noConfiguration();
  return row;
}

import type { ConfigurationRow } from '../backend/configurations/configuration-list.ts';
import type { Database } from '../backend/database.ts';
import { savePreview } from '../backend/previews/preview-records.ts';
import type { Json } from '../backend/tables/column-text.ts';
import type { PreviewInput, PreviewReport } from '../contract/effects/preview.ts';
import { AppError } from '../kernel/errors.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { parseMoney } from '../kernel/money/money.ts';
import { previewConfiguration } from '../sync/preview/preview-event.ts';
import type {
  BeforeAfter,
  Preview,
  PreviewedAmount,
  PreviewedTicket,
} from '../sync/preview/preview-report.ts';
import { type AskStores, readStore } from './ask-store.ts';

/** All orders of the event are read while a person waits. The command line has no such limit. */
const PREVIEW_WITHIN_MS = 60_000;
/** A kept preview lists no more orders and tickets than this; its counts and sums are whole. */
const MOST_LISTED = 200;

type Asked = Omit<PreviewInput, 'orders'> & { readonly orders?: readonly number[] | undefined };

/**
 * Previews a configuration over the API and keeps the result.
 *
 * @throws unavailable, config `store.*`; conflict `preview.never-synced`
 */
export async function keepPreview(
  deps: { readonly db: Database; readonly now: () => Date },
  stores: AskStores,
  configuration: Pick<ConfigurationRow, 'id' | 'credentials'>,
  asked: Asked,
  requestedBy: string | null,
): Promise<string> {
  const request = previewRequest(configuration.id, asked);
  const preview = await readStore(
    stores,
    configuration.credentials,
    PREVIEW_WITHIN_MS,
    async (store, signal) => await previewConfiguration(deps, store, request, signal),
  );
  return await savePreviewed(deps.db, configuration.id, preview, asked, requestedBy);
}

/** The request of a preview with these settings, which are not saved. */
export function previewRequest(configurationId: string, asked: Asked) {
  const { orders, service_fee_percentage, status_mapping, refund_policy } = asked;
  return {
    configurationId,
    targets: orders === undefined ? null : { orderIds: orders, ticketIds: [] },
    settings: {
      ...(service_fee_percentage === undefined ? {} : { serviceFeePercentage: service_fee_percentage }),
      ...(status_mapping === undefined ? {} : { statusMapping: status_mapping }),
      ...(refund_policy === undefined ? {} : { refundPolicy: refund_policy }),
    },
  };
}

/**
 * Keeps what a preview showed.
 *
 * @param preview null if the event was never synced
 * @throws conflict `preview.never-synced`
 */
export async function savePreviewed(
  db: Database,
  configurationId: string,
  preview: Preview | null,
  { orders, ...settings }: Asked,
  requestedBy: string | null,
): Promise<string> {
  if (preview === null) {
    throw new AppError({
      code: 'preview.never-synced',
      message: 'This event was never synced, so there is nothing to compare with.',
    });
  }
  return await savePreview(db, {
    configurationId,
    requestedBy,
    orderIds: orders ?? null,
    settings: JSON.parse(JSON.stringify(settings)) as Record<string, Json>,
    digest: preview.digest,
    report: reportOf(preview) as unknown as Json,
    shownRows: preview.shownRows,
  });
}

function reportOf(preview: Preview): PreviewReport {
  const { orders, tickets, amounts, sums, lost, gained } = preview;
  return {
    reads_all: preview.readsAll,
    orders_not_of_event: [...preview.notOfEvent],
    orders,
    tickets,
    differences: preview.differences.map((one) => ({ ...one, fields: { ...one.fields } })),
    amounts_count: amounts.length,
    amounts: amounts.slice(0, MOST_LISTED).map(({ number, wooOrderId, currency, amounts: changed }) => {
      return { number, woo_order_id: wooOrderId, currency, amounts: shownAmounts(changed, currency) };
    }),
    sums: sums.map(({ currency, amounts: both }) => ({ currency, amounts: shownAmounts(both, currency) })),
    no_longer_valid_count: lost.length,
    no_longer_valid: lost.slice(0, MOST_LISTED).map(toTicket),
    valid_again_count: gained.length,
    valid_again: gained.slice(0, MOST_LISTED).map(toTicket),
    rejected: preview.rejected,
    held: preview.held,
  };
}

function shownAmounts(
  amounts: Partial<Readonly<Record<PreviewedAmount, BeforeAfter>>>,
  currency: string,
): PreviewReport['sums'][number]['amounts'] {
  const shown = (text: string): string => formatAmount(parseMoney(text), currency);
  return Object.fromEntries(
    Object.entries(amounts).map(([name, [before, after]]) => [
      name,
      { before: shown(before), after: shown(after) },
    ]),
  );
}

function toTicket({ number, wooTicketId, wooOrderId, orderNumber, status, isHeld }: PreviewedTicket) {
  return {
    number,
    woo_ticket_id: wooTicketId,
    woo_order_id: wooOrderId,
    order_number: orderNumber,
    before: status[0],
    after: status[1],
    held: isHeld,
  };
}

import type { ConfigurationRow } from '../../../backend/configurations/configuration-list.ts';
import type { AppError } from '../../../kernel/errors.ts';
import { minorDigitsOf } from '../../../kernel/money/currency.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import {
  type BeforeAfter,
  PREVIEWED_AMOUNTS,
  type Preview,
  type PreviewedCounts,
  type PreviewedTicket,
} from '../../../sync/preview/preview-report.ts';
import { countOf, renderTable, showCount, showDecimal } from '../../output/tables.ts';

interface Shown {
  readonly configuration: ConfigurationRow;
  readonly preview: Preview | null;
  readonly error: AppError | null;
  /** The id of the kept preview; null if it is not kept. */
  readonly kept: string | null;
}

/** Longer lists are cut here; the JSON has all of their rows. */
const MOST_SHOWN = 50;
const WORDS = {
  total: 'total',
  refunded: 'refunded',
  net: 'net',
  service_fee: 'service fee',
  organizer_amount: "organizer's amount",
} as const satisfies Record<(typeof PREVIEWED_AMOUNTS)[number], string>;

export function previewAsJson({ configuration, preview, error, kept }: Shown): object {
  return {
    configuration: { id: configuration.id, name: configuration.name },
    error: error === null ? null : { kind: error.kind, code: error.code, message: error.message },
    never_synced: error === null && preview === null,
    kept,
    preview:
      preview === null
        ? null
        : {
            reads_all: preview.readsAll,
            orders_not_of_event: preview.notOfEvent,
            orders: preview.orders,
            tickets: preview.tickets,
            amounts: preview.amounts.map(({ number, wooOrderId, currency, amounts }) => {
              return { number, woo_order_id: wooOrderId, currency, amounts };
            }),
            sums: preview.sums,
            no_longer_valid: preview.lost.map(ticketAsJson),
            valid_again: preview.gained.map(ticketAsJson),
            rejected: preview.rejected,
            held_back: preview.held.orders + preview.held.tickets > 0,
            held: preview.held,
            differences: preview.differences,
            digest: preview.digest,
          },
  };
}

function ticketAsJson({
  number,
  wooTicketId,
  wooOrderId,
  orderNumber,
  status,
  isHeld,
}: PreviewedTicket): object {
  return {
    number,
    woo_ticket_id: wooTicketId,
    woo_order_id: wooOrderId,
    order_number: orderNumber,
    status,
    held: isHeld,
  };
}

export function previewLines({
  configuration: { name, max_removal_percent },
  preview,
  error,
  kept,
}: Shown): readonly string[] {
  if (error !== null) return [`${name}: ${error.message} (${error.code})`, ''];
  if (preview === null) return [`${name}: never synced; there is nothing to compare with.`, ''];
  const { readsAll, notOfEvent, orders, tickets, amounts, sums, lost, gained, rejected, held } = preview;
  return [
    `${name}: ${readsAll ? 'the next sync reads the whole event, with new rules or settings.' : 'rules and settings are those of the last sync.'}`,
    ...(notOfEvent.length === 0
      ? []
      : [`  The store has nothing of this event under: ${notOfEvent.join(', ')}.`]),
    `  orders: ${counted(orders)}`,
    `  tickets: ${counted(tickets)}`,
    `  amounts: ${amounts.length === 0 ? 'no order changes' : `${countOf(amounts.length, 'order')} ${amounts.length === 1 ? 'changes' : 'change'}`}`,
    ...sums.flatMap(({ currency, amounts: both }) =>
      PREVIEWED_AMOUNTS.filter((amount) => both[amount][0] !== both[amount][1]).map(
        (amount) => `    ${WORDS[amount]} of these orders: ${moneyChange(both[amount], currency)}`,
      ),
    ),
    `  admissions: ${countOf(lost.length, 'valid ticket')} would no longer be valid, ${showCount(gained.length)} would be valid again`,
    ...(rejected === 0 ? [] : [`  ${countOf(rejected, 'row')} cannot be read and would stay as it is here`]),
    ...(held.orders + held.tickets === 0
      ? []
      : [
          `  The removal guard holds ${countOf(held.tickets, 'ticket')} and ${countOf(held.orders, 'order')} of these until a person decides; ${showDecimal(max_removal_percent)} % a day are allowed.`,
        ]),
    ...(kept === null
      ? []
      : [`  Kept as ${kept}. Do exactly this with: ${ownCommand(`sync --preview ${kept}`)}`]),
    ...listed(
      ['order', 'amount', 'now', 'then'],
      amounts.flatMap(({ number, currency, amounts: changed }) =>
        PREVIEWED_AMOUNTS.flatMap((amount) => {
          const both = changed[amount];
          if (both === undefined) return [];
          return [[number, WORDS[amount], money(both[0], currency), money(both[1], currency)]];
        }),
      ),
    ),
    ...listed(
      ['ticket', 'order', 'now', 'then'],
      [...lost, ...gained].map(({ number, wooTicketId, orderNumber, status: [before, after] }) => [
        number ?? (wooTicketId === null ? '–' : String(wooTicketId)),
        orderNumber ?? '–',
        before,
        after,
      ]),
    ),
    '',
  ];
}

function counted({ created, changed, removed }: PreviewedCounts): string {
  return `${showCount(created)} new, ${showCount(changed)} would change, ${showCount(removed)} would be removed`;
}

function listed(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const columns = titles.map((title) => ({ title }));
  const more = rows.length - MOST_SHOWN;
  const rest = more > 0 ? [`  … and ${showCount(more)} more: --json has them all.`] : [];
  return [renderTable(columns, rows.slice(0, MOST_SHOWN)), ...rest];
}

function moneyChange([before, after]: BeforeAfter, currency: string): string {
  return `${money(before, currency)} → ${money(after, currency)}`;
}

function money(text: string, currency: string): string {
  return `${currency} ${showDecimal(text, minorDigitsOf(currency) ?? 0)}`;
}

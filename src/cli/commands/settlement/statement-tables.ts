import type {
  OpenStatement,
  Payout,
  Statement,
  StatementLine,
} from '../../../contract/ticketing/statements.ts';
import { localTime } from '../../../statements/statement-csv.ts';
import { renderTable } from '../../output/tables.ts';

const titles = (names: string) => names.split(' ').map((title) => ({ title: title.replaceAll('_', ' ') }));

export function statementsTable(rows: readonly Statement[]): string {
  return renderTable(
    titles('id event organizer number last_day currency closing lines hash'),
    rows.map((row) => [
      row.id,
      row.event_title,
      row.organizer_name,
      String(row.number),
      row.last_day,
      row.currency,
      row.closing,
      String(row.line_count),
      row.content_hash.slice(0, 12),
    ]),
  );
}

export function figuresTable(one: Statement | OpenStatement): string {
  return renderTable(
    [{ title: 'figure' }, { title: one.currency }],
    [
      ['opening balance', one.opening],
      ['+ sales', one.sales],
      ['- refunds', one.refunds],
      ['- service fees', one.service_fees],
      ['+ corrections', one.corrections],
      ['- payouts', one.payouts],
      ['closing balance', one.closing],
    ],
  );
}

export function linesTable(lines: readonly StatementLine[], timezone: string): string {
  return renderTable(
    titles('line kind reason order when tickets gross refunded fee amount'),
    lines.map((line) => [
      String(line.position),
      line.kind,
      line.reason?.replaceAll('_', ' ') ?? '',
      line.order_number ?? line.reference ?? '',
      localTime(line, timezone),
      line.ticket_numbers.join(', '),
      line.gross,
      line.refunded,
      line.service_fee,
      line.amount,
    ]),
  );
}

export function payoutsTable(rows: readonly Payout[]): string {
  return renderTable(
    titles('id event organizer paid_on currency amount reference statement'),
    rows.map((row) => [
      row.id,
      row.event_title,
      row.organizer_name,
      row.paid_on,
      row.currency,
      row.amount,
      row.reference ?? '',
      row.statement === null ? 'open' : row.statement,
    ]),
  );
}

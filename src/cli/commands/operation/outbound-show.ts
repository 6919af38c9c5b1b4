import type { DeliveryRow } from '../../../backend/outbound/delivery-log.ts';
import type { EndpointRow } from '../../../backend/outbound/endpoint-records.ts';
import { showTime, showZonedTime } from '../../output/show-time.ts';
import { renderTable, showCount } from '../../output/tables.ts';

export function endpointsTable(rows: readonly EndpointRow[], timezone: string): string {
  return renderTable(
    [
      { title: 'name' },
      { title: 'address' },
      { title: 'state' },
      { title: 'kinds' },
      { title: 'waiting', align: 'right' },
      { title: 'given up', align: 'right' },
      { title: `last delivered (${timezone})` },
      { title: 'last error' },
    ],
    rows.map((row) => [
      row.name,
      row.url,
      row.state,
      row.kinds.length === 0 ? 'all' : row.kinds,
      showCount(row.waiting),
      showCount(row.given_up),
      showTime(row.last_delivered_at, timezone),
      row.last_error ?? '',
    ]),
  );
}

export function endpointLines(row: EndpointRow, timezone: string): readonly string[] {
  const all = (list: readonly string[]): string => (list.length === 0 ? 'all' : list.join(', '));
  return [
    `Name            ${row.name}`,
    `Id              ${row.id}`,
    `Address         ${row.url}`,
    `State           ${row.state} since ${showZonedTime(row.state_changed_at, timezone)}`,
    `Kinds           ${all(row.kinds)}`,
    `Organizers      ${all(row.organizer_ids)}`,
    `Events          ${all(row.event_ids)}`,
    `Messages        ${showCount(row.waiting)} waiting, ${showCount(row.given_up)} given up`,
    `Last delivered  ${showZonedTime(row.last_delivered_at, timezone)}`,
    ...(row.last_error === null ? [] : [`Last error      ${row.last_error}`]),
    ...(row.last_reply === null ? [] : [`Last answer     ${row.last_reply}`]),
    ...(row.held_until === null ? [] : [`Next attempt    ${showZonedTime(row.held_until, timezone)}`]),
    ...(row.old_secret_until === null
      ? []
      : [`Secrets         two sign until ${showZonedTime(row.old_secret_until, timezone)}`]),
  ];
}

export function deliveriesTable(rows: readonly DeliveryRow[], timezone: string): string {
  return renderTable(
    [
      { title: 'id' },
      { title: 'kind' },
      { title: `changed (${timezone})` },
      { title: 'status' },
      { title: 'attempts', align: 'right' },
      { title: `last attempt (${timezone})` },
      { title: 'answer' },
      { title: `next attempt (${timezone})` },
    ],
    rows.map((row) => [
      row.id,
      row.kind,
      showTime(row.change.changed_at, timezone),
      row.status.replace('_', ' '),
      showCount(row.attempts),
      showTime(row.last_attempt_at, timezone),
      [row.last_status ?? '', row.last_error ?? ''].join(' ').trim(),
      showTime(row.next_attempt_at, timezone),
    ]),
  );
}

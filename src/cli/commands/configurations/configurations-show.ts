import type { ConfigurationRow } from '../../../backend/configurations/configuration-list.ts';
import { showTime, showZonedTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';

export function configurationTable(
  rows: readonly ConfigurationRow[],
  timezone: string,
  short: (id: string) => string,
): string {
  return renderTable(
    [
      { title: 'id' },
      { title: 'name' },
      { title: 'product', align: 'right' },
      { title: 'organizer' },
      { title: 'credentials' },
      { title: 'state' },
      { title: `last result (${timezone})` },
      { title: `next run (${timezone})` },
    ],
    rows.map((row) => [
      short(row.id),
      row.name,
      row.woocommerce_product_ids.join(', '),
      row.organizer_email,
      row.credentials_name,
      `${row.status}, ${row.frequency}`,
      row.last_sync_at === null ? 'none yet' : `${showTime(row.last_sync_at, timezone)} ${lastResultOf(row)}`,
      showTime(row.next_sync_at, timezone),
    ]),
  );
}

export function configurationLines(row: ConfigurationRow, timezone: string): readonly string[] {
  const shown = Object.entries(row).map(([key, value]) => [key, shownValue(key, value, timezone)]);
  const width = Math.max(...shown.map(([key = '']) => key.length));
  return shown.map(([key = '', value = '']) => `${key.padEnd(width)}  ${value}`);
}

/** `verified`, `verified with rejects`, `unverified` or `failed`. */
function lastResultOf({ last_sync_status, last_verification }: ConfigurationRow): string {
  if (last_sync_status === 'failed') return 'failed';
  return (last_verification ?? 'done').replaceAll('_', ' ');
}

function shownValue(key: string, value: unknown, timezone: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string' && /_(at|date)$/.test(key) && key !== 'run_at') {
    return showZonedTime(value, timezone);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

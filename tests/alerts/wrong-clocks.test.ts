import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { forgetProcess, noteProcess } from '../../src/backend/operation/service-process-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { readMail } from './read-mail.ts';

let world: TaskWorld;
let mails: MailServer;
let settings: AlertSettings;

beforeEach(async () => {
  world = await TaskWorld.open();
  mails = await startMailServer();
  const mail = { smtpUrl: mails.url, from: 'taquilla@example.com', recipients: ['ops@example.com'] };
  settings = { ...NO_ALERTS, mail: { ...mail, language: 'es' } };
});
afterEach(async () => {
  await mails.close();
  await world.close();
});

interface Machine {
  readonly host: string;
  /** The clock offset that each of its processes reports; null if it is not known yet. */
  readonly skewsMs: readonly (number | null)[];
}

/** The heartbeat of each process, in place of the earlier ones. Then the alerts look. */
async function look(...machines: readonly Machine[]): Promise<void> {
  await world.db.query('delete from service_processes');
  for (const { host, skewsMs } of machines) {
    for (const skewMs of skewsMs) {
      const self = { id: newId(), role: 'worker', host, pid: 7, version: '1.2.3', queues: [] } as const;
      await noteProcess(world.db, self, skewMs);
    }
  }
  await world.settle(settings);
}

async function open(): Promise<readonly string[]> {
  const rows = await world.rows<{ error_message: string }>(
    'select error_message from alert_incidents where resolved_at is null order by error_message',
  );
  return rows.map(({ error_message }) => error_message);
}

function mailed(subject: string): number {
  return mails.received.filter(({ raw }) => readMail(raw).headers.get('subject') === subject).length;
}

const OPENED = '[Taquilla] El reloj de una máquina tiene mal la hora';
const OVER = '[Taquilla] El reloj de una máquina tiene de nuevo la hora correcta';

it('a clock that is more than 30 seconds off is one incident for its machine, until it is almost right again', async () => {
  await look({ host: 'uno', skewsMs: [30_000, null] }, { host: 'dos', skewsMs: [-30_000] });
  expect(await open()).toEqual([]);
  await look({ host: 'uno', skewsMs: [31_000, 45_400, null] }, { host: 'dos', skewsMs: [0] });
  expect(await open()).toEqual(['The clock of uno is 45 seconds ahead of that of PostgreSQL.']);
  // near the bound it neither ends nor opens again
  await look({ host: 'uno', skewsMs: [20_000] }, { host: 'dos', skewsMs: [0] });
  await look({ host: 'uno', skewsMs: [31_000] }, { host: 'dos', skewsMs: [0] });
  expect(await world.rows('select count(*)::int as incidents from alert_incidents')).toEqual([
    { incidents: 1 },
  ]);
  await look({ host: 'uno', skewsMs: [9_000] }, { host: 'dos', skewsMs: [-10_800_000] });
  expect(await open()).toEqual(['The clock of dos is 10800 seconds behind that of PostgreSQL.']);
  expect([mailed(OPENED), mailed(OVER), mails.received.length]).toEqual([2, 1, 3]);
  const first = readMail(mails.received[0]?.raw ?? '');
  expect(first.text).toContain('El reloj de uno está 45 segundos adelantado respecto del de PostgreSQL.');
});

it('it ends when no process runs on the machine any more, whether stopped or lost', async () => {
  await look({ host: 'uno', skewsMs: [60_000] }, { host: 'dos', skewsMs: [60_000] });
  expect(await open()).toHaveLength(2);
  const [left] = await world.rows<{ id: string }>(`select id from service_processes where host = 'uno'`);
  await forgetProcess(world.db, left?.id ?? '');
  await world.db.query(
    `update service_processes set last_seen_at = clock_timestamp() - interval '21 seconds'`,
  );
  await world.settle(settings);
  expect(await open()).toEqual([]);
  expect([mailed(OPENED), mailed(OVER), mails.received.length]).toEqual([2, 2, 4]);
});

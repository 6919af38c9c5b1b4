import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { waitFor } from '../tasks/wait-for.ts';
import type { Reader, ReadersWorld } from './reader.ts';
import type { CommandOutput } from './reader-shell.ts';

const RENAMED = 'María';
export const SYNC = 'taquilla sync --configuration "Evento Híbrido 2025"';
export const breakPassword = async (reader: Reader): Promise<void> => {
  await reader.must(
    `echo '{"password": "not this one"}' | taquilla credentials set shop --secrets-from-stdin`,
  );
  await reader.must(SYNC, 78);
};
export const untilIncident = async (reader: Reader): Promise<string> =>
  await waitFor(
    async () => await reader.one('select count(*) from alert_incidents'),
    (count) => count !== '0',
  );
export const mendPassword = async (reader: Reader): Promise<CommandOutput> =>
  await reader.must(`echo '${reader.world.secrets}' | taquilla credentials set shop --secrets-from-stdin`);

const testsOfMail = new WeakMap<object, number>();
/** The page sends a test message, asks for a correction of the setting, and sends another one. */
export async function mendMailTheSecondTime(world: Reader['world']): Promise<void> {
  const before = testsOfMail.get(world) ?? 0;
  testsOfMail.set(world, before + 1);
  if (before === 1) await world.mail.become('well');
}

export async function firstItem(reader: Reader): Promise<string> {
  return await reader.one('select min(woo_item_id) from order_items where removed_at is null');
}

/** An attendee's name was changed here and, to another value, in the store, and a sync has read both. */
export async function contest(reader: Reader): Promise<void> {
  const post = await reader.one('select min(woo_ticket_id) from tickets where removed_at is null');
  await reader.db.query(`update tickets set first_name = 'Anita' where woo_ticket_id = $1`, [post]);
  await reader.world.store.exec(`update wp_postmeta set meta_value = concat(meta_value, ' ${RENAMED}')
      where meta_key = 'WooCommerceEventsAttendeeName' and post_id = ${post};
    update wp_posts set post_modified_gmt = utc_timestamp(), post_modified = now() where ID = ${post}`);
  await reader.must(SYNC);
}
export async function settleContest({ store }: ReadersWorld): Promise<void> {
  await store.exec(`update wp_postmeta set meta_value = replace(meta_value, ' ${RENAMED}', '')
    where meta_key = 'WooCommerceEventsAttendeeName'`);
}

/** A store refuses its password, and a worker has sent the alerts. */
export async function outage(reader: Reader): Promise<void> {
  await reader.must('METRICS_PORT=0 taquilla serve --role worker > worker.log 2>&1 &');
  await breakPassword(reader);
  await untilIncident(reader);
  await waitFor(
    async () => await reader.run('taquilla status'),
    ({ out }) => /schedule: last/.test(out) && /messages: none/.test(out),
  );
}

/** Rows that were changed by hand have the store's values again, and the report says so. */
export async function requireMended({ folder }: Reader): Promise<void> {
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  expect(report).toMatchObject({ verification: 'verified', counts: { orders: { updated: 1 } } });
}

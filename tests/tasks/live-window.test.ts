import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveWindow } from '../../src/backend/live/live-window.ts';
import { takeWatches } from '../../src/backend/live/watch-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { TaskWorld } from './task-world.ts';

let world: TaskWorld;
let configuration: string;

beforeAll(async () => {
  world = await TaskWorld.open();
  configuration = await world.addConfiguration({ frequency: 'hourly' });
  await world.db.query(
    `insert into events (id, configuration_id, organizer_id, title, slug, status, timezone, woo_product_id, store_url,
       content_digest)
     select $1, c.id, c.organizer_id, 'Event', 'event', 'published', 'UTC', c.woo_product_id, c.pinned_site_url, ''
     from sync_configurations c where c.id = $2`,
    [newId(), configuration],
  );
  const { executionId } = await triggerSync(world.control, configuration, null);
  await world.db.query(
    `insert into sync_checkpoints (configuration_id, execution_id, phase, position, snapshot_taken_at, read_to, rules_digest)
     values ($1, $2, 'done', 0, now(), now(), 'none')`,
    [configuration, executionId],
  );
});
afterAll(async () => {
  await world.close();
});

async function windowAt(now: string, starts: string | null, ends: string | null) {
  await world.db.query('update events set starts_at = $1, ends_at = $2', [starts, ends]);
  return await world.one<{ is_live: boolean; reason: string; live_until: Date | null }>(
    `select live.* from sync_configurations c left join events e on e.configuration_id = c.id
     cross join ${liveWindow('e')} live where c.id = $2`,
    [now, configuration],
  );
}

describe('an event is live', () => {
  it('from three hours before its start to its end', async () => {
    const at = async (now: string) => await windowAt(now, '2025-06-02T20:00:00Z', '2025-06-03T02:00:00Z');
    expect(await at('2025-06-02T16:59:59Z')).toMatchObject({ is_live: false, reason: 'not-yet' });
    expect(await at('2025-06-02T17:00:00Z')).toMatchObject({
      is_live: true,
      reason: 'event',
      live_until: new Date('2025-06-03T02:00:00Z'),
    });
    expect(await at('2025-06-03T01:59:59Z')).toMatchObject({ is_live: true });
    expect(await at('2025-06-03T02:00:00Z')).toMatchObject({ is_live: false, reason: 'over' });
  });

  it.each([null, '2025-06-02T00:00:00Z'])(
    'until twelve hours after its start where its end is %s',
    async (ends) => {
      const at = async (now: string) => await windowAt(now, '2025-06-02T20:00:00Z', ends);
      expect(await at('2025-06-03T07:59:59Z')).toMatchObject({ is_live: true });
      expect(await at('2025-06-03T08:00:00Z')).toMatchObject({ is_live: false, reason: 'over' });
    },
  );

  it('only by hand where no start is known, and then until the stated time', async () => {
    const at = async (now: string) => await windowAt(now, null, null);
    expect(await at('2025-06-02T20:00:00Z')).toMatchObject({ is_live: false, reason: 'no-start' });
    await world.db.query(
      `update sync_configurations set live_switch = 'on', live_switch_until = '2025-06-02T23:00:00Z'`,
    );
    expect(await at('2025-06-02T20:00:00Z')).toMatchObject({ is_live: true, reason: 'switched-on' });
    expect(await at('2025-06-02T23:00:00Z')).toMatchObject({ is_live: false, reason: 'no-start' });
    await world.db.query('update sync_configurations set live_switch = null, live_switch_until = null');
  });

  it('not while a person has switched it off, nor with the frequency manual, nor paused', async () => {
    const at = async () => (await windowAt('2025-06-02T20:00:00Z', '2025-06-02T20:00:00Z', null)).reason;
    expect(await at()).toBe('event');
    await world.db.query(
      `update sync_configurations set live_switch = 'off', live_switch_until = '2025-06-02T23:00:00Z'`,
    );
    expect(await at()).toBe('switched-off');
    await world.db.query(
      `update sync_configurations set live_switch = null, live_switch_until = null, frequency = 'manual'`,
    );
    expect(await at()).toBe('manual');
    await world.db.query(`update sync_configurations set frequency = 'hourly', status = 'error'`);
    expect(await at()).toBe('not-active');
    await world.db.query(`update sync_configurations set status = 'active'`);
  });

  it('with a watch only once every process has this version', async () => {
    await windowAt('2025-06-02T20:00:00Z', '2025-06-02T20:00:00Z', null);
    const take = async () =>
      await takeWatches(world.db, { holder: 'one', version: '0.2.0', now: new Date('2025-06-02T20:00:00Z') });
    await world.db.query(
      `insert into service_processes (id, role, host, pid, version, queues) values ($1, 'worker', 'h', 1, '0.1.0', '{}')`,
      [newId()],
    );
    expect(await take()).toEqual([]);
    await world.db.query(`update service_processes set last_seen_at = now() - interval '1 minute'`);
    expect(await take()).toHaveLength(1);
  });
});

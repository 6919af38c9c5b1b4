import { expect, test } from 'vitest';
import { audited, json, taquilla, useNightWorld, world } from './night-world.ts';

useNightWorld();

test('live mode of a configuration is shown with its reason, switched on for some hours, and left to the event', async () => {
  const id = await world.addConfiguration({ frequency: 'hourly' });
  await world.db.query(`update sync_configurations set name = 'Night Market' where id = $1`, [id]);
  await audited();
  const shown = await taquilla(['configurations', 'live', 'Night Market']);
  expect(shown.stdout).toBe('"Night Market" is not live: its event was never read as a whole.\n');
  for (const wrong of [
    ['--switch', 'on'],
    ['--hours', '3'],
    ['--switch', 'auto', '--hours', '3'],
    ['--switch', 'later'],
  ]) {
    expect((await taquilla(['configurations', 'live', 'Night Market', ...wrong])).exitCode).toBe(64);
  }
  const { exitCode, json: live } = await json(
    'configurations',
    'live',
    'Night Market',
    '--switch',
    'on',
    '--hours',
    '6',
  );
  expect([exitCode, live]).toMatchObject([0, { switch: 'on', is_live: false, reason: 'not-read' }]);
  expect((await json('configurations', 'live', 'Night Market', '--switch', 'auto')).json).toMatchObject({
    switch: 'auto',
    switched_until: null,
  });
  expect((await audited()).map(({ action, object_id }) => [action, object_id])).toEqual([
    ['configurations.live', id],
    ['configurations.live', id],
  ]);
});

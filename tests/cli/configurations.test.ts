import { afterEach, describe, expect, test } from 'vitest';
import { NOTE_SENTENCES } from '../../src/contract/note.ts';
import { newId } from '../../src/kernel/ids.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { AWAY } from '../tasks/quiet-store.ts';
import { audited, cellsOf, json, taquilla, useNightWorld, world } from './night-world.ts';

useNightWorld();
afterEach(async () => {
  world.store.failure = null;
  await world.db.query(
    `update sync_configurations set deleted_at = coalesce(deleted_at, now()), next_due_at = null,
       status = 'disabled'`,
  );
  await audited();
});

async function addConfiguration(name: string, more: Parameters<typeof world.addConfiguration>[0] = {}) {
  const id = await world.addConfiguration(more);
  await world.db.query('update sync_configurations set name = $2, event_name = $3 where id = $1', [
    id,
    name,
    `${name}, the event`,
  ]);
  return id;
}

describe('a configuration can be named', () => {
  test('by its id, the beginning of it, its name, its event’s name or its event’s id, in any case', async () => {
    const id = await addConfiguration('Night Market');
    await addConfiguration('Day Market');
    await triggerSync(world.control, id, null);
    await world.settle();
    const { id: event } = await world.one<{ id: string }>(
      'select id from events where configuration_id = $1',
      [id],
    );
    const names = [id, id.toUpperCase(), id.slice(0, 30), 'night market', 'Night Market, the event', event];
    for (const name of names) {
      const { exitCode, json: shown } = await json('configurations', 'show', name);
      expect([name, exitCode, shown.id]).toEqual([name, 0, id]);
    }
  });

  test('and an ambiguous name is refused with all its matches', async () => {
    const [one, other] = [await addConfiguration('Twin'), await addConfiguration('twin')];
    const { exitCode, stderr } = await taquilla(['configurations', 'show', 'TWIN']);
    expect(exitCode).toBe(64);
    for (const part of ['cli.ambiguous', `${one} (Twin)`, `${other} (twin)`]) expect(stderr).toContain(part);
    // The common prefix of both ids, which were created in the same minute.
    expect((await taquilla(['configurations', 'pause', one.slice(0, 6)])).exitCode).toBe(64);
  });

  test('and one that does not exist, was removed or is too short is refused', async () => {
    const id = await addConfiguration('Gone');
    await taquilla(['configurations', 'delete', id, '--yes']);
    const other = await addConfiguration('There');
    for (const name of [newId(), id, 'Gone', other.slice(0, 3), '%', 'There%', `${other}0`, '-----']) {
      for (const verb of ['show', 'pause', 'delete']) {
        const refused = await taquilla(['configurations', verb, '--', name]);
        expect([name, verb, refused.exitCode, refused.stderr.includes('configuration.none')]).toEqual([
          name,
          verb,
          66,
          true,
        ]);
      }
    }
  });

  test('in the same way in every command', async () => {
    const id = await addConfiguration('Everywhere');
    await triggerSync(world.control, id, null);
    await world.settle();
    const [execution] = (await json('executions', 'list', '--configuration', 'everywhere')).json;
    expect(execution.configuration).toBe(id);
    expect((await json('conflicts', 'list', '--configuration', 'everywhere')).json).toEqual([]);
    for (const args of [['executions', 'list'], ['conflicts', 'list'], ['sync']]) {
      const refused = await taquilla([...args, '--configuration', 'nowhere']);
      expect([args, refused.exitCode]).toEqual([args, 66]);
      expect(refused.stderr).toContain('There is no configuration "nowhere".');
    }
  });
});

describe('configurations list', () => {
  test('shows the last result and the next run in TIME_ZONE, and ids that can be typed', async () => {
    // 12:00 UTC is 08:00 in Santiago, in June.
    const due = new Date('2025-06-02T13:30:00Z');
    const good = await addConfiguration('Good', { frequency: 'hourly', nextDueAt: due });
    const bad = await addConfiguration('Bad');
    await addConfiguration('New');
    await triggerSync(world.control, good, null);
    await world.settle();
    world.store.failure = AWAY;
    const control = { ...world.control, maxRetries: 0 };
    await triggerSync(control, bad, null);
    await world.settle();
    await world.db.query(
      `update sync_configurations set last_sync_at = '2025-06-02T12:00:00Z' where last_sync_at is not null`,
    );

    const [head = [], ...rows] = cellsOf((await taquilla(['configurations', 'list'])).stdout);
    expect(head.slice(-2)).toEqual(['last result (America/Santiago)', 'next run (America/Santiago)']);
    const shown = Object.fromEntries(rows.map((row) => [row[1], row]));
    expect(shown['Good']?.slice(-3)).toEqual([
      'active, hourly',
      '2025-06-02 08:00 verified',
      '2025-06-02 09:30',
    ]);
    expect(shown['Bad']?.at(-2)).toBe('2025-06-02 08:00 failed');
    expect(shown['New']?.slice(-2)).toEqual(['none yet', '–']);
    for (const [typed = '', name] of rows) {
      expect((await json('configurations', 'show', typed)).json.name).toBe(name);
    }
    const inUtc = await taquilla(['configurations', 'list'], { TIME_ZONE: 'UTC' });
    expect(inUtc.stdout).toContain('next run (UTC)');
    expect(inUtc.stdout).toContain('2025-06-02 13:30');
  });

  test('prints as JSON what the API returns', async () => {
    const id = await addConfiguration('As JSON');
    const { json: rows } = await json('configurations', 'list');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id,
      name: 'As JSON',
      credentials: expect.stringMatching(/^[\da-f-]{36}$/),
      credentials_name: expect.stringMatching(/^store /),
      last_sync_status: null,
      next_sync_at: null,
      max_removal_percent: '20.00',
    });
  });
});

describe('pausing and deleting', () => {
  test('pause, resume, disable and enable take a configuration off its schedule and put it back', async () => {
    const id = await addConfiguration('Resting', {
      frequency: 'hourly',
      nextDueAt: new Date('2025-06-02T13:30:00Z'),
    });
    const waiting = (await triggerSync(world.control, id, null)).executionId;
    const paused = await taquilla(['configurations', 'pause', 'Resting']);
    expect([paused.exitCode, paused.stdout]).toEqual([
      0,
      'Paused "Resting". It has no next run; a running execution stops at its next page.\n',
    ]);
    expect((await json('configurations', 'show', id)).json).toMatchObject({
      status: 'paused',
      next_sync_at: null,
    });
    expect(await world.execution(waiting)).toMatchObject({ status: 'cancelled', stop_reason: 'paused' });

    const twice = await taquilla(['configurations', 'pause', 'Resting']);
    expect([twice.exitCode, twice.stderr]).toEqual([
      75,
      expect.stringContaining('This configuration is paused; pause needs it to be active or error.'),
    ]);
    const resumed = await taquilla(['configurations', 'resume', 'Resting']);
    expect(resumed.stdout).toMatch(
      /^Resumed "Resting". Next run: \d{4}-\d\d-\d\d \d\d:\d\d \(America\/Santiago\)\.\n$/,
    );
    expect((await json('configurations', 'disable', 'Resting')).json).toMatchObject({
      id,
      status: 'disabled',
    });
    expect((await taquilla(['configurations', 'resume', 'Resting'])).exitCode).toBe(75);
    expect((await json('configurations', 'enable', 'Resting')).json).toMatchObject({ id, status: 'active' });
    expect((await audited()).map(({ action, object_id }) => [action, object_id])).toEqual([
      ['configurations.pause', id],
      ['configurations.resume', id],
      ['configurations.disable', id],
      ['configurations.enable', id],
    ]);
  });

  test('one in error can be paused too, and a failure does not resume it', async () => {
    const id = await addConfiguration('Failing', { frequency: 'hourly', nextDueAt: new Date() });
    world.store.failure = AWAY;
    await triggerSync({ ...world.control, maxRetries: 0 }, id, null);
    await world.settle();
    expect((await json('configurations', 'show', id)).json.status).toBe('error');
    expect((await json('configurations', 'pause', 'Failing')).json).toMatchObject({
      status: 'paused',
      next_sync_at: null,
    });
    await triggerSync({ ...world.control, maxRetries: 0 }, id, null);
    await world.settle();
    expect((await json('configurations', 'show', id)).json).toMatchObject({
      status: 'paused',
      next_sync_at: null,
    });
  });

  test('deleting asks for confirmation, says what is deleted and what remains, and keeps the event', async () => {
    const id = await addConfiguration('Leaving');
    await triggerSync(world.control, id, null);
    await world.settle();
    const asked = await taquilla(['configurations', 'delete', 'Leaving']);
    expect(asked.exitCode).toBe(64);
    for (const said of [
      'This removes the configuration "Leaving"',
      '0 active tickets',
      'its 1 executions stay',
      '--yes',
    ]) {
      expect(asked.stderr).toContain(said);
    }
    expect((await json('configurations', 'show', id)).json.id).toBe(id);
    expect(await audited()).toEqual([]);

    const removed = await json('configurations', 'delete', 'Leaving', '--yes');
    expect([removed.exitCode, removed.json]).toEqual([0, { deleted: id }]);
    expect((await taquilla(['configurations', 'show', id])).exitCode).toBe(66);
    const event = await world.one<{ title: string }>(`select title from events where title like 'Leaving%'`);
    expect(event.title).toBe('Leaving, the event');
    expect((await audited()).map(({ action, object_id }) => [action, object_id])).toEqual([
      ['configurations.delete', id],
    ]);
  });

  test('a configuration that is being synced is not deleted', async () => {
    const id = await addConfiguration('Busy');
    world.store.pages = 1;
    let refused: Awaited<ReturnType<typeof taquilla>> | null = null;
    world.store.gate = async () => {
      refused = await taquilla(['configurations', 'delete', 'Busy', '--yes']);
    };
    await triggerSync(world.control, id, null);
    await world.settle();
    world.store.gate = null;
    expect(refused).toMatchObject({ exitCode: 75, stderr: expect.stringContaining('configuration.running') });
    expect((await json('configurations', 'show', id)).json.status).toBe('active');
  });
});

describe('the notes of a configuration', () => {
  test('are printed by row, optionally of one reason, and a configuration without notes says so', async () => {
    const id = await addConfiguration('Odd');
    expect((await taquilla(['configurations', 'notes', 'Odd'])).stdout).toBe(
      'Nothing odd was found in the store.\n',
    );
    await world.db.query(
      `insert into sync_notes (id, configuration_id, kind, woo_id, woo_order_id, field, raw, reason) values
         ($2, $1, 'order', 71, 71, '_qty of line 9', '0.5', 'quantity_unreadable'),
         ($3, $1, 'order', 71, 71, 'currency', null, 'currency_missing')`,
      [id, newId(), newId()],
    );
    const { stdout } = await taquilla(['configurations', 'notes', 'Odd']);
    expect(cellsOf(stdout)).toEqual([
      ['row', 'where', 'value', 'what it means'],
      ['order 71', '_qty of line 9', '0.5', NOTE_SENTENCES.quantity_unreadable],
      ['order 71', 'currency', '–', NOTE_SENTENCES.currency_missing],
    ]);
    const { json: some } = await json('configurations', 'notes', 'Odd', '--reason', 'currency_missing');
    expect(some).toMatchObject([{ woo_id: 71, field: 'currency', raw: null, reason: 'currency_missing' }]);
    expect((await taquilla(['configurations', 'notes', 'Odd', '--reason', 'odd'])).exitCode).toBe(64);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { audited, json, taquilla, useNightWorld, world } from './night-world.ts';

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

describe('configurations set', () => {
  test('changes only the named values, prints the changes, and the audit log has them', async () => {
    const id = await addConfiguration('Setting');
    const before = (await json('configurations', 'show', id)).json;
    const set = await taquilla(
      ['configurations', 'set', id, '--frequency', 'daily', '--run-at', '03:30'].concat([
        '--timezone',
        'America/Santiago',
        '--service-fee',
        '12.5',
        '--organizer-name',
        'Club Hípico',
        '--rename',
        'Set',
        '--event-name',
        'Set event',
        '--tier-name',
        'Galería',
        '--max-removal-percent',
        '35',
        '--sweep-budget-seconds',
        '90',

        '--refund-policy',
        'oldest_not_checked_in',
        '--status-mapping',
        'wc-validado=paid,revisar=on_hold',

        '--event-start',
        '2026-03-01T20:00',
        '--event-end',
        '2026-03-01T23:00',
        '--event-description',
        'A night',
      ]),
    );
    expect([set.exitCode, set.stderr]).toEqual([0, '']);
    expect(set.stdout).toContain('Changed "Set": ');
    for (const change of ['frequency manual → daily', 'run_at – → 03:30', 'name Setting → Set']) {
      expect(set.stdout).toContain(change);
    }
    expect(set.stdout).toMatch(/^Next run: \d{4}-\d\d-\d\d 03:30 \(America\/Santiago\)\.$/m);
    const { updated_at: _, next_sync_at: next, ...after } = (await json('configurations', 'show', id)).json;
    const { updated_at: _before, next_sync_at: _none, ...old } = before;
    expect(next).not.toBeNull();
    expect(after).toEqual({
      ...old,
      name: 'Set',
      event_name: 'Set event',
      organizer_name: 'Club Hípico',
      ticket_tier_name: 'Galería',
      service_fee_percentage: '12.50',
      frequency: 'daily',
      run_at: '03:30',
      timezone: 'America/Santiago',
      timezone_source: 'given',
      max_removal_percent: '35.00',
      sweep_budget_seconds: 90,
      refund_policy: 'oldest_not_checked_in',
      status_mapping: { validado: 'paid', revisar: 'on_hold' },
      event_description: 'A night',
      // 20:00 in Santiago, in summer
      event_start_date: '2026-03-01T23:00:00.000000Z',
      event_end_date: '2026-03-02T02:00:00.000000Z',
    });
    expect(await audited()).toEqual([
      {
        action: 'configurations.change',
        object_id: id,
        user_id: null,
        address: 'command line',
        sent: expect.objectContaining({
          frequency: 'daily',
          service_fee_percentage: '12.50',
          run_at: '03:30',
        }),
      },
    ]);

    await taquilla(
      ['configurations', 'set', 'Set', '--no-run-at', '--no-status-mapping'].concat([
        '--no-event-start',
        '--no-event-end',
        '--no-event-description',
      ]),
    );
    expect((await json('configurations', 'show', id)).json).toMatchObject({
      run_at: null,
      status_mapping: {},
      event_start_date: null,
      event_end_date: null,
      event_description: null,
      frequency: 'daily',
    });
    const same = await taquilla(['configurations', 'set', id, '--frequency', 'daily']);
    expect(same.stdout).toContain('Changed "Set": nothing was different.');
  });

  test('refuses what the API refuses, and names the option', async () => {
    const id = await addConfiguration('Refusing');
    const before = (await json('configurations', 'show', id)).json;
    const refusals = [
      [[], 'Give at least one change', 64],
      [['--frequency', 'sometimes'], '--frequency: Not a valid choice.', 64],
      [['--service-fee', '101'], '--service-fee: ', 64],
      [['--service-fee', '1.234', '--run-at', '25:00'], '--run-at: ', 64],
      [['--timezone', 'Santiago'], '--timezone: Not a time zone.', 64],
      [['--sweep-budget-seconds', 'long'], '--sweep-budget-seconds: ', 64],
      [['--max-removal-percent', '-1'], '--max-removal-percent: ', 64],
      [['--status-mapping', 'validado'], '--status-mapping must be pairs', 64],
      [['--status-mapping', 'validado=payed'], '--status-mapping: Not a valid choice.', 64],
      [['--rename', 'two\nlines'], '--rename: Write this on one line', 64],
      [
        ['--event-start', '2026-03-02T20:00', '--event-end', '2026-03-01T20:00'],
        '--event-end: The end is before',
        64,
      ],
      [['--credentials', 'nowhere'], 'There are no credentials "nowhere". (credentials.none)', 66],
      [['--product', '7'], "unknown option '--product'", 64],
    ] as const;
    for (const [options, said, exitCode] of refusals) {
      const refused = await taquilla(['configurations', 'set', id, ...options]);
      expect([options, refused.exitCode]).toEqual([options, exitCode]);
      expect(refused.stderr).toContain(said);
    }
    expect((await json('configurations', 'show', id)).json).toEqual(before);
    expect(await audited()).toEqual([]);
    const asJson = await json('configurations', 'set', id, '--frequency', 'sometimes');
    expect(asJson.json.error).toMatchObject({ kind: 'invalid', code: 'cli.options' });
  });

  test('refuses a disabled set of credentials, or one whose store is unreachable now', async () => {
    const id = await addConfiguration('Moving');
    const other = await world.addCredentials();
    await world.db.query('update sync_credentials set is_active = false where id = $1', [other]);
    const off = await taquilla(['configurations', 'set', id, '--credentials', other]);
    expect([off.exitCode, off.stderr]).toEqual([
      64,
      expect.stringContaining('--credentials: This set of credentials is deactivated.'),
    ]);
    await world.db.query(
      `update sync_credentials set is_active = true, host = '127.0.0.1', port = 1 where id = $1`,
      [other],
    );
    const away = await taquilla(['configurations', 'set', id, '--credentials', other], {
      TAQUILLA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    expect([away.exitCode, away.stderr]).toEqual([75, expect.stringContaining('store.unreachable')]);
  });
});

import { expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openOldBackend } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

const HALF_PAST = '2024-05-01T10:30:00.000Z';
const NOON = '2024-05-01T12:00:00.000Z';

const refusedBy = (check: string) => ({ cause: { constraint: `sync_executions_${check}` } });

it('the upgrade repairs executions of 0.1 whose times contradict their status, and refuses such rows from then on', async () => {
  const old = await openOldBackend();
  const { db } = old;
  try {
    const configurations = await queryRows<{ id: string }>(
      db,
      `select c.id from sync_configurations c where not exists (select from sync_executions e
         where e.configuration_id = c.id and e.status in ('pending', 'running')) order by c.id`,
    );
    const of = (at: number): string | undefined => configurations[at]?.id;
    expect(configurations.length).toBeGreaterThan(1);
    const insert = async (
      configuration: string | undefined,
      status: string,
      finishedAt: string | null,
      nextAttemptAt: string | null,
    ): Promise<string> => {
      const id = newId();
      await queryRows(
        db,
        `insert into sync_executions (id, configuration_id, trigger, status, finished_at, next_attempt_at, created_at,
           updated_at) values ($1, $2, 'manual', $3, $4, $5, $6, $7)`,
        [id, configuration, status, finishedAt, nextAttemptAt, HALF_PAST, NOON],
      );
      return id;
    };
    const withoutEnd = await insert(of(0), 'failed', null, NOON);
    const pending = await insert(of(0), 'pending', NOON, null);
    const running = await insert(of(1), 'running', NOON, NOON);
    const before = await queryRows<{ id: string }>(
      db,
      'select id, status, finished_at, next_attempt_at from sync_executions',
    );
    await migrate(db, testLog);
    const after = await queryRows<{ id: string }>(
      db,
      'select id, status, finished_at, next_attempt_at, judged_at from sync_executions',
    );
    const row = (id: string) => after.find((one) => one.id === id);
    expect(row(withoutEnd)).toMatchObject({
      status: 'failed',
      finished_at: new Date(NOON),
      next_attempt_at: null,
      // an alert about it would come too late
      judged_at: new Date(NOON),
    });
    expect(row(pending)).toMatchObject({
      status: 'pending',
      finished_at: null,
      next_attempt_at: new Date(HALF_PAST),
    });
    expect(row(running)).toMatchObject({ status: 'running', finished_at: null, next_attempt_at: null });
    const repaired = [withoutEnd, pending, running];
    const others = before.filter(({ id }) => !repaired.includes(id));
    expect(others.length).toBeGreaterThan(5);
    for (const one of others) expect(row(one.id)).toMatchObject(one);

    await expect(insert(of(0), 'success', null, null)).rejects.toMatchObject(refusedBy('final_has_end'));
    await expect(insert(of(0), 'cancelled', NOON, NOON)).rejects.toMatchObject(
      refusedBy('pending_has_next_attempt'),
    );
    await queryRows(
      db,
      `update sync_executions set status = 'cancelled', finished_at = now(), next_attempt_at = null
      where status in ('pending', 'running')`,
    );
    await expect(insert(of(0), 'running', NOON, null)).rejects.toMatchObject(refusedBy('final_has_end'));
    await expect(insert(of(0), 'pending', null, null)).rejects.toMatchObject(
      refusedBy('pending_has_next_attempt'),
    );
  } finally {
    await old.close();
  }
});

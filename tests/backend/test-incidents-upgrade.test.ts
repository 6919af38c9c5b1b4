import { expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openOldBackend } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

it('the upgrade ends incidents that a connection test of version 0.1 opened as failed syncs, and no others', async () => {
  const old = await openOldBackend();
  const { db } = old;
  try {
    const incident = async (key: string, kind: string): Promise<string> => {
      const id = newId();
      await queryRows(
        db,
        `insert into alert_incidents (id, cause_key, kind, opened_at, last_seen_at) values ($1, $2, $3, now(), now())`,
        [id, key, kind],
      );
      return id;
    };
    await incident('trouble:of a test', 'sync_failed');
    await incident('credentials:of a test', 'credentials_failing');
    const ofSync = await incident('trouble:of a sync', 'sync_failed');
    await queryRows(
      db,
      `insert into alert_incident_configurations (incident_id, configuration_id)
       select $1, id from sync_configurations limit 1`,
      [ofSync],
    );
    await migrate(db, testLog);
    expect(
      await queryRows(
        db,
        `select cause_key as key from alert_incidents
         where resolved_at is null and cause_key like '%:of a %' order by 1`,
      ),
    ).toEqual([{ key: 'credentials:of a test' }, { key: 'trouble:of a sync' }]);
  } finally {
    await old.close();
  }
});

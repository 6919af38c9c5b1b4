import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { openDatabase, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));

it('an incident that a test of version 0.1 opened as a failed sync ends with the upgrade, and no other', async () => {
  const database = await oldBackendDatabase();
  const db = openDatabase({ connectionString: database.url }, log);
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
    await migrate(db, log);
    expect(
      await queryRows(
        db,
        `select cause_key as key from alert_incidents
         where resolved_at is null and cause_key like '%:of a %' order by 1`,
      ),
    ).toEqual([{ key: 'credentials:of a test' }, { key: 'trouble:of a sync' }]);
  } finally {
    await db.end();
    await database.drop();
  }
});

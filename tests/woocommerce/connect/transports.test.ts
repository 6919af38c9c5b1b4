import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row, StoreConnection } from '../../../src/woocommerce/connect/store-connection.ts';
import {
  createStoreGateway,
  type GatewaySettings,
  type StoreGateway,
} from '../../../src/woocommerce/connect/store-gateway.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import { type PrivateSshd, startSshd, untilNoRemoteProcess } from '../../servers/private-sshd.ts';
import { directTo, never, over } from './gateway-settings.ts';

let database: StoreDatabase;
let sshd: PrivateSshd;
let jump: PrivateSshd;

beforeAll(async () => {
  [database, sshd, jump] = await Promise.all([freshStoreDatabase(), startSshd(), startSshd()]);
  await database.exec(`CREATE TABLE odd (id bigint unsigned PRIMARY KEY, note longtext, amount decimal(26,8),
      at datetime, part double, small int);
    INSERT INTO odd VALUES
      (1, NULL, NULL, NULL, NULL, NULL),
      (2, 'NULL', 0, '2025-11-15 19:30:00', 1.5, -1),
      (3, '', 25000, '0000-00-00 00:00:00', 0, 0),
      (4, 'línea uno\\nlínea dos\\r\\n\\ttabulador', 9999999999999999.99999999, '1000-01-01 00:00:00', 1e20, 7),
      (5, '🎟️ ñandú "comillas" \\\\ barra \\' [1,"2"]', -0.00000001, '2025-11-15 19:30:00', 1, 1),
      (18446744073709551615, '\\0x1f:\\Z', 1.10, '2025-11-15 19:30:00', 1, 2147483647),
      (7, REPEAT('mucho texto 🎉 ', 200000), 1, '2025-11-15 19:30:00', 1, 1)`);
});
afterAll(async () => {
  await Promise.all([sshd.stop(), jump.stop()]);
  await database.drop();
});

const WAYS: Record<string, () => Partial<GatewaySettings>> = {
  direct: () => ({}),
  tunnel: () => over(sshd),
  'tunnel with a jump host': () => over(sshd, { jump: jump.hop }),
  exec: () => over(sshd, { transport: 'ssh_exec' }),
  'exec with a jump host': () => over(sshd, { transport: 'ssh_exec', jump: jump.hop }),
};

async function withConnection<T>(
  way: Partial<GatewaySettings>,
  work: (connection: StoreConnection, reach: StoreGateway) => Promise<T>,
): Promise<T> {
  const reach = createStoreGateway(directTo(database.url, way));
  try {
    const connection = await reach.open(never);
    await connection.query(`SET SESSION sql_mode = '', time_zone = '+00:00'`, never);
    return await work(connection, reach);
  } finally {
    await reach.close();
  }
}

const asText = (rows: readonly Row[]) =>
  rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));

describe.each(Object.entries(WAYS))('over %s', (_name, way) => {
  it('every value arrives unchanged: NULL, the text NULL, line breaks, emoji, amounts, large ids', async () => {
    await withConnection(way(), async (connection) => {
      const rows = asText(
        await connection.query(
          'SELECT o.id, o.note, o.amount, o.at, o.small FROM odd o ORDER BY o.id',
          never,
        ),
      );
      expect(rows).toEqual([
        ['1', null, null, null, null],
        ['2', 'NULL', '0.00000000', '2025-11-15 19:30:00', '-1'],
        ['3', '', '25000.00000000', '0000-00-00 00:00:00', '0'],
        ['4', 'línea uno\nlínea dos\r\n\ttabulador', '9999999999999999.99999999', '1000-01-01 00:00:00', '7'],
        ['5', `🎟️ ñandú "comillas" \\ barra ' [1,"2"]`, '-0.00000001', '2025-11-15 19:30:00', '1'],
        ['7', 'mucho texto 🎉 '.repeat(200_000), '1.00000000', '2025-11-15 19:30:00', '1'],
        ['18446744073709551615', '\0x1f:\u001a', '1.10000000', '2025-11-15 19:30:00', '2147483647'],
      ]);
    });
  });

  it('statements are answered in their order, also many at once', async () => {
    await withConnection(way(), async (connection) => {
      const asked = Array.from({ length: 9 }, (_, at) => connection.query(`SELECT ${at}, '${at}'`, never));
      expect(asText((await Promise.all(asked)).flat())).toEqual(
        asked.map((_, at) => [String(at), String(at)]),
      );
    });
  });

  it('a failed statement does not end others that were sent together', async () => {
    await withConnection(way(), async (connection) => {
      const asked = [
        'SELECT 1',
        'SELECT x.a FROM no_such_table x',
        'SET @a = 3',
        'SELECT @a, 4',
        'SELECT 5 FROM odd o',
      ];
      const answers = await Promise.allSettled(asked.map((sql) => connection.query(sql, never)));
      expect(
        answers.map((one) => (one.status === 'fulfilled' ? asText(one.value) : one.reason.code)),
      ).toEqual([[['1']], 'store.not-woocommerce', [], [['3', '4']], Array.from({ length: 7 }, () => ['5'])]);
    });
  });

  it('the snapshot stays, and the connection survives a failed statement', async () => {
    await withConnection(way(), async (connection) => {
      const count = async () => String((await connection.query('SELECT COUNT(*) FROM odd', never))[0]?.[0]);
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', never);
      await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', never);
      await database.exec(`INSERT INTO odd (id, note) VALUES (100, 'new')`);
      try {
        expect(await count()).toBe('7');
        await expect(connection.query('SELECT x.a FROM no_such_table x', never)).rejects.toMatchObject({
          kind: 'config',
          code: 'store.not-woocommerce',
        });
        await expect(connection.query(`INSERT INTO odd (id) VALUES (101)`, never)).rejects.toThrow();
        expect(await count()).toBe('7');
        const levels = await connection.query(
          `SHOW SESSION VARIABLES WHERE Variable_name = 'tx_isolation'`,
          never,
        );
        expect(levels).toEqual([['tx_isolation', 'REPEATABLE-READ']]);
        await connection.query('COMMIT', never);
        expect(await count()).toBe('8');
      } finally {
        await database.exec('DELETE FROM odd WHERE id = 100');
      }
    });
  });

  it('the server’s own limit ends a statement, and a listener that throws ends only its own', async () => {
    await withConnection(way(), async (connection) => {
      await connection.query('SET SESSION max_statement_time = 0.1', never);
      await expect(connection.query('SELECT SLEEP(5)', never)).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'store.statement-timeout',
      });
      const refusing = connection.scan(
        'SELECT o.id FROM odd o',
        () => {
          throw new Error('not this row');
        },
        never,
      );
      await expect(refusing).rejects.toThrow('not this row');
      expect(asText(await connection.query('SELECT 1', never))).toEqual([['1']]);
    });
  });

  it('stopping ends a long statement at once and leaves nothing behind', async () => {
    const stop = new AbortController();
    await withConnection(way(), async (connection, reach) => {
      const asked = connection.query('SELECT SLEEP(30)', stop.signal);
      stop.abort();
      await expect(asked).rejects.toMatchObject({ kind: 'aborted' });
      // The gateway still works.
      const again = await reach.open(never);
      expect(asText(await again.query('SELECT 1', never))).toEqual([['1']]);
    });
    expect(await untilNoRemoteProcess(sshd)).toEqual([]);
    expect(await sshd.remoteFiles()).toEqual([]);
  });

  it('a wrong password and a missing database have different errors', async () => {
    await expect(withConnection({ ...way(), password: null }, async () => undefined)).rejects.toMatchObject({
      kind: 'config',
      code: 'store.access-denied',
    });
    await expect(
      withConnection({ ...way(), database: 'no_such_database' }, async () => undefined),
    ).rejects.toMatchObject({ kind: 'config', code: 'store.no-such-database' });
  });

  it('no more connections are opened than the store allows', async () => {
    await withConnection({ ...way(), maxConnections: 1 }, async (connection, reach) => {
      await expect(reach.open(never)).rejects.toMatchObject({ code: 'store.connections-used-up' });
      connection.close();
      const second = await reach.open(never);
      expect(second.isOpen).toBe(true);
    });
  });

  it('rows are limited to the set number a second', async () => {
    const all = async (rowsPerSecond: number | null) =>
      await withConnection({ ...way(), rowsPerSecond }, async (connection) => {
        const startedMs = performance.now();
        let rows = 0;
        for (let page = 0; page < 5; page += 1) {
          await connection.scan('SELECT a.id FROM odd a, odd b', () => (rows += 1), never);
        }
        return { rows, tookMs: performance.now() - startedMs };
      });
    const slow = await all(500);
    expect(slow.rows).toBe(5 * 49);
    // 196 rows before the last page, 500 a second
    expect(slow.tookMs).toBeGreaterThan(380);
    expect((await all(null)).rows).toBe(slow.rows);
  });
});

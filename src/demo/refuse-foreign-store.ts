import type { RowDataPacket } from 'mysql2/promise';
import { AppError } from '../kernel/errors.ts';
import { connectStore } from './connect-store.ts';
import { DEMO_STORE_DEFAULTS } from './demo-store.ts';
import { generateStore } from './orders/generate-store.ts';

const TABLE_EXISTS = `select count(*) as found from information_schema.tables
  where table_schema = ? and table_name = ?`;

/**
 * Refuses a database that contains another store than the demo's own. Creating the demo store drops all tables
 * with its prefix, and the database may be the wrong one.
 *
 * @throws config `demo.foreign-store`; what the driver throws
 */
export async function refuseForeignStore(url: string, prefix: string): Promise<void> {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1));
  address.pathname = '/';
  const connection = await connectStore({ uri: address.href, charset: 'utf8mb4' });
  try {
    const options = `${prefix}options`;
    const [tables] = await connection.execute<RowDataPacket[]>(TABLE_EXISTS, [database, options]);
    if (Number(tables[0]?.['found'] ?? 0) === 0) return;
    const [rows] = await connection.query<RowDataPacket[]>(
      "select option_value from ??.?? where option_name = 'siteurl'",
      [database, options],
    );
    const siteUrl: unknown = rows[0]?.['option_value'];
    const { settings } = generateStore({ ...DEMO_STORE_DEFAULTS, prefix });
    if (siteUrl === undefined || siteUrl === settings.siteUrl) return;
    throw new AppError({
      code: 'demo.foreign-store',
      message: 'This database holds a WordPress site that is not the demo store. Name an empty database.',
      details: { database, prefix },
    });
  } finally {
    connection.destroy();
  }
}

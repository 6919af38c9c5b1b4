import { createConnection, type RowDataPacket } from 'mysql2/promise';

/**
 * Changes tables of a store to what WordPress leaves when it uses latin1 for its database: every text column is
 * latin1 and contains the bytes of UTF-8.
 *
 * @param names tables; all tables of the database if absent
 */
export async function keepUtf8InLatin1(url: string, names?: readonly string[]): Promise<void> {
  const connection = await createConnection({ uri: url });
  const ask = async (sql: string): Promise<RowDataPacket[]> =>
    (await connection.query<RowDataPacket[]>(sql))[0];
  try {
    const columns = await ask(
      `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS name, CHARACTER_SET_NAME AS charset
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
    );
    // Ids of 0 and zero dates stay unchanged.
    await ask(`SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'`);
    for (const table of names ?? new Set(columns.map((column) => String(column['tableName'])))) {
      const own = columns.filter((column) => column['tableName'] === table);
      const list = own.map(({ name }) => `\`${name}\``).join(', ');
      const values = own.map(({ name, charset }) =>
        charset === null ? `\`${name}\`` : `CAST(\`${name}\` AS BINARY)`,
      );
      await ask(`CREATE TABLE in_latin1 LIKE \`${table}\``);
      await ask('ALTER TABLE in_latin1 CONVERT TO CHARACTER SET latin1');
      await ask(`INSERT INTO in_latin1 (${list}) SELECT ${values.join(', ')} FROM \`${table}\``);
      await ask(`DROP TABLE \`${table}\``);
      await ask(`RENAME TABLE in_latin1 TO \`${table}\``);
    }
  } finally {
    await connection.end();
  }
}

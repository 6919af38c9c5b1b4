import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../../src/kernel/log/log.ts';
import { Secret } from '../../../src/kernel/secrets/secret.ts';
import { diagnose } from '../../../src/woocommerce/diagnose/diagnose.ts';
import { freshStoreDatabase, type StoreDatabase } from '../../servers/databases.ts';
import { eventProduct, tinyStore } from '../tiny-store.ts';
import { directTo, never } from './gateway-settings.ts';

const PASSWORD = 'solo-lectura-secreta';
const log = createLog('silent', process.stderr);

let database: StoreDatabase;
let other: StoreDatabase;
let user: string;
let role: string;

beforeAll(async () => {
  [database, other] = await Promise.all([freshStoreDatabase(), freshStoreDatabase()]);
  const tail = database.name.slice(-12);
  user = `u_${tail}`;
  role = `r_${tail}`;
  await database.exec([tinyStore(), eventProduct(500, 'Concert')].join('\n'));
  await other.exec('CREATE TABLE t (a integer)');
});
afterAll(async () => {
  await database.drop();
  await other.drop();
});

/** Statements with `DB` for the store's database, `LIKE` for a pattern of it, `USER`, `ROLE`, `NESTED`. */
const READS: readonly (readonly [string, readonly string[]])[] = [
  ['SELECT on the database', ['GRANT SELECT ON DB.* TO USER']],
  ['SELECT everywhere', ['GRANT SELECT ON *.* TO USER']],
  ['SELECT by a pattern', ['GRANT SELECT ON LIKE.* TO USER']],
  ['SELECT with the right to pass it on', ['GRANT SELECT ON DB.* TO USER WITH GRANT OPTION']],
  [
    'what a monitor needs',
    ['GRANT SELECT, SHOW VIEW ON DB.* TO USER', 'GRANT PROCESS, SHOW DATABASES ON *.* TO USER'],
  ],
  ['tables of its own that last a session', ['GRANT SELECT, CREATE TEMPORARY TABLES ON DB.* TO USER']],
  ['everything in another database', ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON OTHER.* TO USER']],
  [
    'everything in a table of another database',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON OTHER.t TO USER'],
  ],
  [
    'everything of PUBLIC in another database',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON OTHER.* TO PUBLIC'],
  ],
  [
    'everything by a pattern, SELECT by name',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON LIKE.* TO USER'],
  ],
  [
    'everything by a wide pattern, SELECT by a narrow one',
    ['GRANT SELECT ON LIKE.* TO USER', 'GRANT ALL ON `taq%`.* TO USER'],
  ],
  [
    'a role that reads',
    ['GRANT SELECT ON DB.* TO ROLE', 'GRANT ROLE TO USER', 'SET DEFAULT ROLE ROLE FOR USER'],
  ],
  [
    'a role that writes elsewhere',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON OTHER.* TO ROLE', 'GRANT ROLE TO USER'],
  ],
  ['a role without a user', ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON DB.* TO ROLE']],
];

const WRITES: typeof READS = [
  ['everything everywhere', ['GRANT ALL ON *.* TO USER']],
  ['INSERT everywhere', ['GRANT SELECT, INSERT ON *.* TO USER']],
  ['everything on the database', ['GRANT ALL ON DB.* TO USER']],
  ['DELETE on the database', ['GRANT SELECT, DELETE ON DB.* TO USER']],
  ['CREATE on the database', ['GRANT SELECT, CREATE ON DB.* TO USER']],
  ['everything by a pattern', ['GRANT ALL ON LIKE.* TO USER']],
  ['everything by a sign for any', ['GRANT ALL ON `taq\\_%`.* TO USER']],
  ['SELECT by a pattern, UPDATE by name', ['GRANT UPDATE ON DB.* TO USER', 'GRANT SELECT ON LIKE.* TO USER']],
  ['UPDATE of one table', ['GRANT SELECT ON DB.* TO USER', 'GRANT UPDATE ON DB.wp_posts TO USER']],
  [
    'UPDATE of one column',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT UPDATE (post_title) ON DB.wp_posts TO USER'],
  ],
  ['everything of PUBLIC', ['GRANT SELECT ON DB.* TO USER', 'GRANT ALL ON DB.* TO PUBLIC']],
  [
    'a default role that writes',
    [
      'GRANT SELECT ON DB.* TO USER',
      'GRANT INSERT ON DB.* TO ROLE',
      'GRANT ROLE TO USER',
      'SET DEFAULT ROLE ROLE FOR USER',
    ],
  ],
  [
    'a role that writes and that the user may take on',
    ['GRANT SELECT ON DB.* TO USER', 'GRANT INSERT ON DB.* TO ROLE', 'GRANT ROLE TO USER'],
  ],
  [
    'a role of a role that writes',
    [
      'GRANT SELECT ON DB.* TO USER',
      'GRANT INSERT ON DB.* TO NESTED',
      'GRANT NESTED TO ROLE',
      'GRANT ROLE TO USER',
    ],
  ],
];

/** Tries to write with this password: the server itself shows whether it is allowed. */
async function writesReally(): Promise<boolean> {
  const { host, port } = directTo(database.url);
  const connection = await createConnection({
    host,
    port,
    user,
    password: PASSWORD,
    database: database.name,
  });
  const ask = async (sql: string): Promise<boolean> =>
    await connection.query(sql).then(
      () => true,
      () => false,
    );
  try {
    let wrote = false;
    for (const taken of [null, role]) {
      if (taken !== null && !(await ask(`SET ROLE ${taken}`))) continue;
      // Undone, so that the next test finds the store unchanged.
      for (const sql of [
        `UPDATE wp_posts SET post_title = ''`,
        `INSERT INTO wp_options (option_name, option_value) VALUES ('probe', '')`,
        'DELETE FROM wp_posts',
        'CREATE TABLE wp_probe (a integer)',
      ]) {
        await connection.query('START TRANSACTION');
        wrote = (await ask(sql)) || wrote;
        await connection.query('ROLLBACK');
      }
    }
    return wrote;
  } finally {
    await connection.end();
  }
}

async function grantStep(
  statements: readonly string[],
): Promise<{ readonly said: string | null; readonly wrote: boolean }> {
  const names: Readonly<Record<string, string>> = {
    DB: `\`${database.name}\``,
    LIKE: `\`${database.name.slice(0, -2).replaceAll('_', '\\_')}%\``,
    OTHER: `\`${other.name}\``,
    USER: `'${user}'@'%'`,
    ROLE: role,
    NESTED: `${role}_n`,
  };
  const run = async (sql: string): Promise<void> =>
    await database.exec(
      sql
        .replace(/\b(DB|LIKE|OTHER|USER|NESTED)\b/g, (word) => names[word] ?? '')
        .replace(/(?<!DEFAULT )\bROLE\b/g, role),
    );
  await database.exec(`CREATE USER '${user}'@'%' IDENTIFIED BY '${PASSWORD}'`);
  await database.exec(`CREATE ROLE ${role}; CREATE ROLE ${role}_n`);
  try {
    for (const statement of statements) await run(statement);
    const reach = directTo(database.url, { user, password: new Secret(PASSWORD) });
    const { steps } = await diagnose(
      { reach, prefix: null, statementLimitS: null },
      { signal: never, now: () => new Date(), log },
    );
    return { said: steps.find(({ step }) => step === 'grants')?.code ?? null, wrote: await writesReally() };
  } finally {
    await database.exec(
      `DROP USER '${user}'@'%'; DROP ROLE ${role}, ${role}_n; DROP TABLE IF EXISTS wp_probe`,
    );
    for (const of of [database, other])
      await run(`REVOKE ALL ON \`${of.name}\`.* FROM PUBLIC`).catch(() => undefined);
  }
}

describe('of a user with', () => {
  it.each(READS)('%s there is no warning, and the server lets it write nothing', async (_, statements) => {
    expect(await grantStep(statements)).toEqual({ said: null, wrote: false });
  });

  it.each(WRITES)('%s there is a warning, and the server lets it write', async (_, statements) => {
    expect(await grantStep(statements)).toEqual({ said: 'store.user-can-write', wrote: true });
  });

  it.each([
    ['LOCK TABLES', ['GRANT SELECT, LOCK TABLES ON DB.* TO USER']],
    ['a trigger', ['GRANT SELECT, TRIGGER ON DB.* TO USER']],
    ['files of the server', ['GRANT SELECT ON DB.* TO USER', 'GRANT FILE ON *.* TO USER']],
  ])('%s there is a warning, although it writes no row by itself', async (_, statements) => {
    expect(await grantStep(statements)).toEqual({ said: 'store.user-can-write', wrote: false });
  });
});

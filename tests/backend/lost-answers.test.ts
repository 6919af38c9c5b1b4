import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, inTransaction, openDatabase, queryRows } from '../../src/backend/database.ts';
import { copyRows } from '../../src/backend/queries/copy-rows.ts';
import { answeredWithin } from '../../src/kernel/time/answer-limit.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';

const LIMIT_MS = 700;
const NO_ANSWER = { kind: 'unavailable', code: 'backend.no-answer' };

let server: PrivateServer;
let proxy: TcpProxy;
let db: Database;

beforeAll(async () => {
  server = await startPrivatePostgres();
});
afterAll(async () => await server.stop());
beforeEach(async () => {
  proxy = await startProxy(Number(new URL(server.url).port));
  const url = server.url.replace(/:\d+\//, `:${proxy.port}/`);
  db = openDatabase({ connectionString: url }, testLog, 4, LIMIT_MS);
});
afterEach(async () => {
  await proxy.close();
  await db.end();
});

it('a statement whose answer is lost fails, and its connection is replaced', async () => {
  void proxy.loseAnswerTo('as lost');
  await expect(queryRows(db, 'select 1 as lost')).rejects.toMatchObject(NO_ANSWER);
  expect(db.totalCount).toBe(0);
  expect(await queryRows(db, 'select 2 as answered')).toEqual([{ answered: 2 }]);
});

it('a transaction whose answer is lost fails at once, without waiting again for its rollback', async () => {
  void proxy.loseAnswerTo('as lost');
  const work = inTransaction(db, async (tx) => await queryRows(tx, 'select 1 as lost'));
  await expect(work).rejects.toMatchObject(NO_ANSWER);
  expect(proxy.takeAsked()).not.toContain('rollback');
  expect(db.totalCount).toBe(0);
});

it('a COPY whose answer is lost fails', async () => {
  const work = inTransaction(db, async (tx) => {
    await queryRows(tx, 'create temporary table lost (n text) on commit drop');
    void proxy.loseAnswerTo('a row that is lost');
    await copyRows(tx, 'lost', ['n'], [['a row that is lost']]);
  });
  await expect(work).rejects.toMatchObject(NO_ANSWER);
  expect(await queryRows(db, 'select 2 as answered')).toEqual([{ answered: 2 }]);
});

it('all idle connections are replaced when one gets no answer', async () => {
  const clients = await Promise.all([1, 2, 3].map(async () => await db.connect()));
  for (const client of clients) client.release();
  expect(db.idleCount).toBe(3);
  const messages = new Set<string>();
  db.on('error', (error) => void messages.add(error.message));
  proxy.stall();
  await expect(queryRows(db, 'select 1')).rejects.toMatchObject(NO_ANSWER);
  await waitFor(
    () => db.totalCount,
    (count) => count === 0,
  );
  expect(messages).toEqual(new Set([`no answer within ${LIMIT_MS} ms`]));
});

it('consecutive statements on one connection have separate time limits, whatever happens to the previous one', async () => {
  await inTransaction(db, async (tx) => {
    await Promise.all(
      [0.4, 0.2, 0.3].map(async (seconds) => await queryRows(tx, `select pg_sleep(${seconds})`)),
    );
    await queryRows(tx, 'savepoint before_a_fault');
    await expect(queryRows(tx, 'select 1/0')).rejects.toMatchObject({ kind: 'bug' });
    await queryRows(tx, 'rollback to savepoint before_a_fault');
  });
  const client = await db.connect();
  for (const seconds of [0.5, 0.5]) await client.query('select pg_sleep($1)', [seconds]);
  expect((await client.query('select 1 as alive')).rows).toEqual([{ alive: 1 }]);
  client.release();
});

it('a process that was busy when the answer arrived reads it before it gives up', async () => {
  const asked = queryRows(db, 'select pg_sleep(0.3), 1 as answered');
  await waitFor(
    () => proxy.takeAsked(),
    (said) => said.includes('answered'),
  );
  const untilMs = performance.now() + 2 * LIMIT_MS;
  while (performance.now() < untilMs);
  expect(await asked).toMatchObject([{ answered: 1 }]);
});

it('a caller may wait for less time, and a statement may have a longer limit of its own', async () => {
  await expect(
    answeredWithin(200, async () => await queryRows(db, 'select pg_sleep(0.5)')),
  ).rejects.toMatchObject(NO_ANSWER);
  const patient = { text: 'select pg_sleep(1), 1 as answered', query_timeout: 5_000 };
  expect((await db.query(patient)).rows).toMatchObject([{ answered: 1 }]);
});

import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { listenForWork, notifyOfWork } from '../../src/backend/work-notice.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';

let postgres: PrivateServer;
let proxy: TcpProxy;
let far: Database;
let near: Database;
let lines: { readonly code?: string }[];

beforeEach(async () => {
  postgres = await startPrivatePostgres();
  const url = new URL(postgres.url);
  proxy = await startProxy(Number(url.port));
  near = openDatabase({ connectionString: url.href }, testLog, 1);
  url.port = String(proxy.port);
  far = openDatabase({ connectionString: url.href }, testLog, 2);
  lines = [];
});
afterEach(async () => {
  await far.end();
  await near.end();
  await proxy.close();
  await postgres.stop();
});

it('a refused listener reports that PostgreSQL is unreachable, and receives notices once it is back', async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  let notices = 0;
  const loops = createLoops(createLog('warn', sink));
  proxy.drop();
  const work = (): void => {
    notices += 1;
  };
  const listening = listenForWork({ db: far, loops }, { work, handOver: () => undefined });
  try {
    await waitFor(
      () => lines,
      (seen) => seen.length > 0,
    );
    // Before or after the proxy accepts the connection: only the driver sees the difference.
    expect(lines[0]?.code).toMatch(/^backend\.(unreachable|connection-lost)$/);
    proxy.mend();
    await waitFor(
      () => notices,
      (times) => times === 1,
    );
    await notifyOfWork(near);
    await waitFor(
      () => notices,
      (times) => times === 2,
    );
  } finally {
    await listening.stop();
  }
});

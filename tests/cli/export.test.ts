import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliverFile } from '../../src/cli/output/deliver-file.ts';
import { csvRecords, readNdjson, readZip } from '../http/export-files.ts';
import { type Backend, backendFor, type DemoStore, demoStore, EVENT } from './store-world.ts';

let store: DemoStore;
let backend: Backend;
let folder: string;

beforeAll(async () => {
  store = await demoStore({ orders: 40, seed: 3, layout: 'hpos' });
  backend = await backendFor(store);
  const synced = await backend.call(['sync', '--store-url', store.passwordless, ...EVENT]);
  expect(synced.exitCode, synced.stderr).toBe(0);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-export-'));
  return async () => await rm(folder, { recursive: true, force: true });
});

test('writes the tickets of a named event to a file that only this user may read', async () => {
  const file = join(folder, 'list.csv');
  await writeFile(file, 'older');
  await chmod(file, 0o644);
  const { exitCode, stderr } = await backend.call(['export', 'tickets', '--event', 'Evento', '-o', file]);
  expect(exitCode, stderr).toBe(0);
  const [counted] = await backend.rows<{ count: number }>(
    'select count(*) as count from tickets where removed_at is null',
  );
  const count = counted?.count ?? 0;
  expect(count).toBeGreaterThan(20);
  expect(csvRecords(await readFile(file, 'utf8')).length).toBe(count);
  expect(stderr).toContain(`Exported ${count} rows of tickets: ${file}`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['list.csv']);
  const [entry] = await backend.rows<{ sent: object; address: string }>(
    `select sent, address from audit_entries where action = 'exports.create' order by id desc limit 1`,
  );
  expect(entry).toMatchObject({
    address: 'command line',
    sent: { list: 'tickets', format: 'csv', rows: count, complete: true },
  });
});

test('takes the format from the ending, and the filters of the list', async () => {
  const file = join(folder, 'orders.xlsx');
  expect((await backend.call(['export', 'orders', '--status', 'paid', '-o', file])).exitCode).toBe(0);
  expect([...readZip(await readFile(file)).keys()]).toContain('xl/worksheets/sheet1.xml');
  const { stdout } = await backend.call(['export', 'orders', '--status', 'paid', '--format', 'ndjson']);
  const [counted] = await backend.rows<{ count: number }>(
    `select count(*) as count from orders where status = 'paid' and removed_at is null`,
  );
  expect(readNdjson(stdout).map((order) => order['status'])).toEqual(Array(counted?.count).fill('paid'));
  const refused = await backend.call(['export', 'orders', '--ordered-after', 'yesterday', '-o', file]);
  expect(refused).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('--ordered-after') });
  const unknown = await backend.call(['export', 'tickets', '--event', 'Another', '-o', file]);
  expect(unknown).toMatchObject({ exitCode: 66, stderr: expect.stringContaining('Another') });
});

describe('the file of an export', () => {
  const stop = new AbortController().signal;

  async function* pieces(onPiece: (number: number) => void = () => undefined): AsyncGenerator<Buffer> {
    for (let number = 1; number <= 3; number += 1) {
      onPiece(number);
      yield Buffer.from(`${number}\n`);
    }
  }

  test('is complete or not there: an export that is stopped leaves the older file and nothing else', async () => {
    const file = join(folder, 'list.csv');
    await writeFile(file, 'older');
    const stopped = new AbortController();
    const writing = deliverFile(
      file,
      pieces((number) => number === 2 && stopped.abort()),
      stopped.signal,
    );
    await expect(writing).rejects.toMatchObject({ kind: 'aborted' });
    expect([await readdir(folder), await readFile(file, 'utf8')]).toEqual([['list.csv'], 'older']);
    expect(await deliverFile(file, pieces(), stop)).toBe(6);
    expect([await readdir(folder), await readFile(file, 'utf8')]).toEqual([['list.csv'], '1\n2\n3\n']);
  });

  test('is written where a link leads, and the link stays', async () => {
    const link = join(folder, 'link.csv');
    await writeFile(join(folder, 'list.csv'), 'older');
    await symlink('list.csv', link);
    await deliverFile(link, pieces(), stop);
    expect(await readFile(join(folder, 'list.csv'), 'utf8')).toBe('1\n2\n3\n');
    expect((await readdir(folder)).toSorted()).toEqual(['link.csv', 'list.csv']);
  });

  test('on a full disk the error names it', async () => {
    await expect(deliverFile('/dev/full', pieces(), stop)).rejects.toMatchObject({
      code: 'export.not-written',
      message: 'The file /dev/full cannot be written (ENOSPC: the disk is full).',
    });
    const missing = join(folder, 'missing', 'list.csv');
    await expect(deliverFile(missing, pieces(), stop)).rejects.toMatchObject({
      message: `The file ${missing} cannot be written (ENOENT: the folder does not exist).`,
    });
  });
});

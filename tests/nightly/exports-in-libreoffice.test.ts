import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackendWorld, openBackendWorld } from '../http/backend-world.ts';
import { csvRecords, readNdjson } from '../http/export-files.ts';

/** Comma, double quotes, UTF-8, from the first line; cells as they are shown. */
const AS_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';
/** A semicolon, double quotes, UTF-8, from the first line, in Chilean Spanish. */
const CHILEAN_CSV = 'Text - txt - csv (StarCalc):59,34,76,1,,13322';
const FORMULA = '=HYPERLINK("http://example.com";"click")';

let world: BackendWorld;
let folder: string;

beforeAll(async () => {
  await promisify(execFile)('soffice', ['--version']).catch(() => {
    throw new Error('LibreOffice is missing: apt-get install -y --no-install-recommends libreoffice-calc');
  });
  folder = await mkdtemp(join(tmpdir(), 'taquilla-office-'));
  world = await openBackendWorld(200);
  await world.backend.db.query(
    `update tickets set first_name = $2, last_name = E'two\nlines; "quoted"'
     where id = (select id from tickets where event_id = $1 and removed_at is null order by id limit 1)`,
    [world.eventId, FORMULA],
  );
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a file in LibreOffice, and returns what its first sheet shows. */
async function opened(name: string, content: Buffer, reads: readonly string[] = []) {
  const into = await mkdtemp(join(folder, 'opened-'));
  await writeFile(join(folder, name), content);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const args = [
    profile,
    '--headless',
    ...reads,
    '--convert-to',
    AS_CSV,
    '--outdir',
    into,
    join(folder, name),
  ];
  await promisify(execFile)('soffice', args, { env: { ...process.env, TZ: 'Asia/Tokyo' } });
  return csvRecords(await readFile(join(into, name.replace(/\.\w+$/, '.csv')), 'utf8'));
}

async function exported(query: string): Promise<Buffer> {
  const reply = await world.ask(
    'superuser',
    'GET',
    `/api/v1/tickets/export/?event=${world.eventId}&${query}`,
  );
  expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
  return reply.rawPayload;
}

async function objects() {
  return readNdjson((await exported('format=ndjson&ordering=created_at')).toString('utf8'));
}

test('LibreOffice opens the workbook: the same rows, sums, times and texts, and no formula', async () => {
  const rows = await opened('tickets.xlsx', await exported('format=xlsx&locale=en&ordering=created_at'));
  const expected = await objects();
  expect(rows.length).toBe(expected.length);
  expect(rows[0]).toMatchObject({ 'First name': FORMULA, 'Last name': 'two\nlines; "quoted"' });
  const prices = rows.map((row) => Number(row['Price']?.replaceAll(',', '')));
  expect(prices).toEqual(expected.map((one) => Number(one['price'])));
  expect(rows.map((row) => row['Id'])).toEqual(expected.map((one) => one['id']));
  const plain = csvRecords((await exported('locale=en&ordering=created_at')).toString('utf8'));
  expect(rows.map((row) => row['Recorded at'])).toEqual(plain.map((row) => row['Recorded at']));
});

test('LibreOffice in Chile opens the CSV file: the same rows and sums, and no formula', async () => {
  const file = await exported('locale=es-CL&bom=true&ordering=created_at');
  const rows = await opened('entradas.csv', file, [`--infilter=${CHILEAN_CSV}`]);
  const expected = await objects();
  expect(rows.length).toBe(expected.length);
  expect(rows[0]).toMatchObject({ Nombre: `'${FORMULA}`, Apellido: 'two\nlines; "quoted"' });
  const sumOf = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
  // It shows the numbers that it read in English; a text would still have its decimal comma.
  const prices = rows.map((row) => Number(row['Precio']?.replaceAll(',', '')));
  expect(sumOf(prices)).toBeCloseTo(sumOf(expected.map((one) => Number(one['price']))), 2);
});

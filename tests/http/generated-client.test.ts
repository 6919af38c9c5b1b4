import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { CLIENT, USE } from './client/sources.ts';

const run = promisify(execFile);
const GENERATOR = join(import.meta.dirname, 'client', 'generate-types.mjs');
const COMPILER = join(import.meta.dirname, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');

let world: ApiWorld;
let folder: string;

beforeAll(async () => {
  world = await openApiWorld();
  folder = await mkdtemp(join(tmpdir(), 'taquilla-client-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

test('a client with types from the description compiles, and works against a running service', async () => {
  const description = await world.server.inject('/api/v1/openapi.json');
  const { components, servers, tags } = description.json();
  expect(Object.keys(components.schemas)).toEqual(
    expect.arrayContaining(['Configuration', 'Execution', 'Ticket', 'TicketPage', 'Order', 'Problem']),
  );
  expect(servers).toEqual([{ url: '/' }]);
  expect(tags).toContainEqual({ name: 'tickets', description: 'Tickets, and check-ins in Taquilla.' });

  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(join(folder, 'openapi.json'), description.body);
  await writeFile(join(folder, 'client.ts'), CLIENT);
  await writeFile(join(folder, 'use.ts'), USE);
  await run(process.execPath, [GENERATOR, join(folder, 'openapi.json'), join(folder, 'types.ts')]);
  const options = '--strict --target es2022 --module nodenext --lib es2022,dom --types'.split(' ');
  await run(process.execPath, [COMPILER, ...options, '', 'use.ts'], { cwd: folder }).catch(
    (error: unknown) => {
      throw new Error(`the client does not compile: ${(error as { stdout?: string }).stdout}`);
    },
  );

  const address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  const { stdout } = await run(process.execPath, [join(folder, 'use.js'), address, world.tokens.superuser]);
  expect(JSON.parse(stdout)).toEqual({
    fee: '12.50',
    found: [true],
    tickets: 0,
    ticket: null,
    exact: true,
    missing: 'http.no-such-object',
  });
});

test('every tag of an operation is described, and every model is used', async () => {
  const { paths, tags, components } = (await world.server.inject('/api/v1/openapi.json')).json();
  const operations = Object.values(paths).flatMap((methods) =>
    Object.values(methods as Record<string, { tags: string[] }>),
  );
  const described = tags.map(({ name }: { name: string }) => name);
  expect(described.toSorted()).toEqual([...new Set(operations.flatMap((one) => one.tags))].toSorted());
  const text = JSON.stringify({ paths, components });
  const unused = Object.keys(components.schemas).filter(
    (name) => !text.includes(`"#/components/schemas/${name}"`),
  );
  expect(unused).toEqual([]);
});

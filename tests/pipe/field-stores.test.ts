import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { FIELD_CASES } from './field-cases.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, sampleStoresPresent } from './truth-file.ts';
import { wholeEvent } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

const FIELD = fileURLToPath(new URL('../../../shared/stores/field/', import.meta.url));

tellIfNoSampleStores();

describe.runIf(sampleStoresPresent && existsSync(FIELD))('stores of real shops', () => {
  const folders = sampleStoresPresent && existsSync(FIELD) ? readdirSync(FIELD) : [];
  let store: StoreDatabase;
  const backends: Backend[] = [];
  let known: Backend;

  async function newBackend(): Promise<Backend> {
    const backend = await freshBackend();
    backends.push(backend);
    return backend;
  }

  beforeEach(async () => {
    store = await freshStoreDatabase();
    known = await newBackend();
  });
  afterEach(async () => {
    for (const backend of backends.splice(0)) await backend.close();
    await store.drop();
  });
  afterAll(() => expect(backends).toEqual([]));

  it.each(FIELD_CASES.map((one) => [`${one.number}: ${one.what}`, one] as const))(
    '%s, read completely, and by a backend that knew the store before',
    async (_name, { number, dump, product, ask, right }) => {
      const sync = async (backend: Backend, depth: Depth): Promise<string> => {
        const { report } = await syncProduct(backend, { storeUrl: store.url, product, depth });
        const differences = report.proof.filter(({ equal }) => !equal);
        expect({ ...report, differences }).toMatchObject({
          verification: 'verified',
          differences: [],
          rejects: [],
        });
        return eventIdOf(report);
      };
      const answer = async (backend: Backend) =>
        (await backend.db.query<unknown[]>({ text: ask, rowMode: 'array' })).rows;

      await store.loadDump(dumpPath(dump));
      await sync(known, 'full');
      const folder = folders.find((name) => name.startsWith(`${number}-`)) ?? number;
      await store.exec(readFileSync(`${FIELD}${folder}/setup.sql`, 'utf8').replace(/^\s*--.*$/gm, ''));

      const fresh = await newBackend();
      const freshEvent = await sync(fresh, 'full');
      expect(await answer(fresh)).toEqual(right);

      await sync(known, 'quick');
      const knownEvent = await sync(known, 'sweep');
      expect(await answer(known)).toEqual(right);
      expect(await wholeEvent(known.db, knownEvent)).toEqual(await wholeEvent(fresh.db, freshEvent));
    },
  );
});

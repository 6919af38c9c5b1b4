import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_TABLE } from './access-table.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { type ApiDocument, readApiDocument } from './openapi-document.ts';

let world: ApiWorld;
let document: ApiDocument;

beforeAll(async () => {
  world = await openApiWorld();
  document = await readApiDocument(world);
});
afterAll(async () => await world.close());

describe('the table', () => {
  test('has a line for every operation that the API describes', () => {
    const missing = document.operations.filter(({ operationId }) => !(operationId in ACCESS_TABLE));
    expect(missing.map(({ operationId }) => operationId)).toEqual([]);
    expect(document.operations.length).toBeGreaterThan(70);
  });

  test('names the roles of the document', () => {
    const differing = document.operations.filter((operation) => {
      const row = ACCESS_TABLE[operation.operationId];
      return row?.role !== operation['x-role'] || row.visibleTo !== operation['x-visible-to'];
    });
    expect(differing.map(({ operationId }) => operationId)).toEqual([]);
  });
});

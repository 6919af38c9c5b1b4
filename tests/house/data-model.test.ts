import { expect, test } from 'vitest';
import { readText, repositoryFiles } from './source-files.ts';

test('docs/data-model.md names every table that the migrations create', () => {
  const tables = repositoryFiles()
    .filter((path) => path.startsWith('src/backend/migrations/') && path.endsWith('.sql'))
    .flatMap((path) => [...readText(path).matchAll(/^create table (\w+)/gm)].map((match) => match[1] ?? ''));
  expect(tables.length).toBeGreaterThan(20);
  const page = readText('docs/data-model.md');
  expect(tables.filter((table) => !page.includes(`\`${table}\``))).toEqual([]);
});

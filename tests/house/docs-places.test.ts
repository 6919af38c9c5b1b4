import { expect, test } from 'vitest';
import { readText, repositoryFiles } from './source-files.ts';

test('each change that CONTRIBUTING.md lists names files and folders that exist', () => {
  const [, section = ''] = readText('CONTRIBUTING.md').split('\n## Where would I …?\n');
  const [places = ''] = section.split('\n## ');
  const rows = [...places.matchAll(/^\| ([^|`]+) \| (`[^|]+`) \|$/gm)].map(([, change = '', open = '']) => ({
    change,
    paths: [...open.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  }));
  expect(rows.length).toBeGreaterThanOrEqual(10);
  const files = repositoryFiles();
  const exists = (path: string): boolean =>
    path.endsWith('/') ? files.some((one) => one.startsWith(path)) : files.includes(path);
  const missing = rows.flatMap(({ change, paths }) =>
    paths.filter((path) => !exists(path)).map((path) => `${change}: ${path}`),
  );
  expect(missing).toEqual([]);
  // A folder alone would not tell the reader which file to open.
  expect(rows.filter(({ paths }) => paths.every((path) => path.endsWith('/')))).toEqual([]);
});

import { expect, test } from 'vitest';
import { ORDER_STATUSES } from '../../src/vocabulary/ticketing.ts';
import { readText, repositoryFiles } from './source-files.ts';

/** The statuses for which the statements below were written. */
const DECIDED = ['pending', 'on_hold', 'paid', 'cancelled', 'refunded', 'failed', 'trashed'];

/** SQL conditions on the status of an order. */
const CONDITION = /\bo(?:rders)?\.status\s*(?:=|<>|in|not in|is (?:not )?distinct from)\s*\(?'[^;\n]*/g;

const files = repositoryFiles().filter((path) => /^src\/backend\/.*(?<!\.test)\.(?:ts|sql)$/.test(path));

test('each statement that names statuses handles a new order status', () => {
  const conditions = files
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readText(path).matchAll(CONDITION)].map(([text]) => `${path}: ${text}`))
    .filter((found) => DECIDED.some((status) => found.includes(`'${status}'`)));
  expect(conditions.length).toBeGreaterThan(2);
  const advice = `Decide what the new status means here, then add it to DECIDED:\n${conditions.join('\n')}\n`;
  expect([...ORDER_STATUSES], advice).toEqual(DECIDED);
});

test('PostgreSQL accepts the statuses that the program knows, and no other', () => {
  const lists = files
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => [...readText(path).matchAll(/check \(status in \(([^)]*'on_hold'[^)]*)\)\)/g)])
    .map(([, list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, status]) => status));
  expect(lists.at(-1)).toEqual([...ORDER_STATUSES]);
});

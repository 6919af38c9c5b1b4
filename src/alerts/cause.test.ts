import { expect, test } from 'vitest';
import { causeOf } from './cause.ts';

const of = (configurationId: string) => ({ configurationId, credentialsId: 'store-1' });
const failure = (kind: 'unavailable' | 'config' | 'missing' | 'bug', code: string) => ({
  kind,
  code,
  message: 'Said so.',
});

test('a store that is away is one cause, however many events it has', () => {
  const away = failure('unavailable', 'store.unreachable');
  expect(causeOf(away, of('a')).key).toBe(causeOf(away, of('b')).key);
  expect(causeOf(away, of('a')).kind).toBe('store_unreachable');
});

test('credentials that are refused are one cause, and another one than a store that is away', () => {
  const refused = causeOf(failure('config', 'store.access-denied'), of('a'));
  expect(refused).toMatchObject({ key: 'credentials:store-1', kind: 'credentials_failing' });
});

test('a product that is gone concerns its own configuration alone', () => {
  const gone = failure('missing', 'store.no-such-product');
  expect(causeOf(gone, of('a')).key).not.toBe(causeOf(gone, of('b')).key);
});

test('a defect is one cause, whichever store it shows on', () => {
  const defect = failure('bug', 'internal.unclassified');
  expect(causeOf(defect, of('a')).key).toBe(
    causeOf(defect, { configurationId: 'b', credentialsId: 'store-2' }).key,
  );
});

test('trouble with the answers of a store is not the store being away', () => {
  expect(causeOf(failure('unavailable', 'store.statement-timeout'), of('a'))).toMatchObject({
    key: 'trouble:store-1:store.statement-timeout',
    kind: 'sync_failed',
  });
});

test('a store that moved is one cause, however many events it has; a product that was made again is its own', () => {
  const moved = failure('config', 'store.address-changed');
  expect(causeOf(moved, of('a'))).toMatchObject({ kind: 'sync_failed' });
  expect(causeOf(moved, of('a')).key).toBe(causeOf(moved, of('b')).key);
  const again = failure('config', 'store.product-changed');
  expect(causeOf(again, of('a')).key).not.toBe(causeOf(again, of('b')).key);
});

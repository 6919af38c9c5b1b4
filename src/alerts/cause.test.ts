import { expect, test } from 'vitest';
import { causeOf } from './cause.ts';

const of = (configurationId: string) => ({ configurationId, credentialsId: 'store-1' });
const failure = (kind: 'unavailable' | 'config' | 'missing' | 'bug', code: string) => ({
  kind,
  code,
  message: 'Said so.',
});

test('an unreachable store is one cause, however many events it has', () => {
  const away = failure('unavailable', 'store.unreachable');
  expect(causeOf(away, of('a')).key).toBe(causeOf(away, of('b')).key);
  expect(causeOf(away, of('a')).kind).toBe('store_unreachable');
});

test('refused credentials are one cause, different from an unreachable store', () => {
  const refused = causeOf(failure('config', 'store.access-denied'), of('a'));
  expect(refused).toMatchObject({ key: 'credentials:store-1', kind: 'credentials_failing' });
});

test('a missing product concerns only its own configuration', () => {
  const gone = failure('missing', 'store.no-such-product');
  expect(causeOf(gone, of('a')).key).not.toBe(causeOf(gone, of('b')).key);
});

test('a defect is one cause, whichever store shows it', () => {
  const defect = failure('bug', 'internal.unclassified');
  expect(causeOf(defect, of('a')).key).toBe(
    causeOf(defect, { configurationId: 'b', credentialsId: 'store-2' }).key,
  );
});

test('a faulty answer of a store does not mean that the store is unreachable', () => {
  expect(causeOf(failure('unavailable', 'store.statement-timeout'), of('a'))).toMatchObject({
    key: 'trouble:store-1:store.statement-timeout',
    kind: 'sync_failed',
  });
});

test('a moved store is one cause, however many events it has; a product that was created again is a cause of its own', () => {
  const moved = failure('config', 'store.address-changed');
  expect(causeOf(moved, of('a'))).toMatchObject({ kind: 'sync_failed' });
  expect(causeOf(moved, of('a')).key).toBe(causeOf(moved, of('b')).key);
  const again = failure('config', 'store.product-changed');
  expect(causeOf(again, of('a')).key).not.toBe(causeOf(again, of('b')).key);
});

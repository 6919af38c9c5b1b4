import { expect, test } from 'vitest';
import { cursorOf, listAddress, rememberPlace } from './list-address.ts';

const list = (given: object) => ({ pagination: { page: 1, perPage: 25 }, filter: {}, ...given });

test('requests a page with its filters and order, and leaves out empty ones', () => {
  const params = list({
    pagination: { page: 3, perPage: 50 },
    sort: { field: 'name', order: 'DESC' },
    filter: { q: 'ñandú & co', status: 'active', frequency: '' },
  });
  expect(listAddress('configurations', params)).toBe(
    '/api/v1/sync-woocommerce/configurations/?search=%C3%B1and%C3%BA+%26+co&status=active&ordering=-name&page_size=50&page=3',
  );
});

test('removes the parent of a nested list from the filter, and orders only by columns of the API', () => {
  const params = list({ filter: { execution: 'a/b', level: 'warn' }, sort: { field: 'id', order: 'ASC' } });
  expect(listAddress('log', params)).toBe(
    '/api/v1/sync-woocommerce/executions/a%2Fb/log/?level=warn&page_size=25',
  );
});

test('continues in a long list by the key of its last page, but not in another list', () => {
  const first = list({ filter: { event: 'e1' } });
  const second = list({ filter: { event: 'e1' }, pagination: { page: 2, perPage: 25 } });
  expect(listAddress('orders', second)).toContain('page=2');
  rememberPlace('orders', first, cursorOf('https://tickets.example.com/api/v1/orders/?event=e1&cursor=abc'));
  expect(listAddress('orders', second)).toBe('/api/v1/orders/?event=e1&page_size=25&cursor=abc');
  expect(listAddress('orders', { ...second, filter: { event: 'e2' } })).toContain('page=2');
  expect(listAddress('orders', list({ filter: { event: 'e1' } }))).not.toContain('cursor');
});

import { expect, test } from 'vitest';
import type { SearchReply } from '../../../src/contract/search.ts';
import { firstChoice, foundOptions } from './found-options.ts';

const order = { id: 'o1', number: '1740' } as SearchReply['orders']['results'][number];
const ticket = (id: string, number: string, display: string | null = null) =>
  ({ id, ticket_number: number, display_number: display }) as SearchReply['tickets']['results'][number];

const REPLY: SearchReply = {
  orders: { results: [order], has_more: false },
  tickets: { results: [ticket('t1', '9001'), ticket('t2', '9002', 'VIP-2')], has_more: true },
  events: { results: [], has_more: false },
  configurations: { results: [], has_more: false },
};

test('each result links to its page, and further results to their list', () => {
  expect(foundOptions(REPLY, ' 90 ').map(({ to }) => to)).toEqual([
    '/orders/o1/show',
    '/tickets/t1/show',
    '/tickets/t2/show',
    `/tickets?filter=${encodeURIComponent('{"q":"90","removed":"all"}')}`,
  ]);
});

test('Enter opens the first result, or the ticket whose exact number was scanned', () => {
  const options = foundOptions(REPLY, '900');
  expect(firstChoice(options, '900')).toBe(0);
  expect(firstChoice(options, ' 9002 ')).toBe(2);
  expect(firstChoice(options, 'vip-2')).toBe(2);
  expect(firstChoice([], '9002')).toBe(0);
});

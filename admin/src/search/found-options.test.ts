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

test('each thing found leads to its page, and what is more than shown to its list', () => {
  expect(foundOptions(REPLY, ' 90 ').map(({ to }) => to)).toEqual([
    '/orders/o1/show',
    '/tickets/t1/show',
    '/tickets/t2/show',
    `/tickets?filter=${encodeURIComponent('{"q":"90","removed":"all"}')}`,
  ]);
});

test('Enter leads to the first, and to the ticket whose very number was scanned', () => {
  const options = foundOptions(REPLY, '900');
  expect(firstChoice(options, '900')).toBe(0);
  expect(firstChoice(options, ' 9002 ')).toBe(2);
  expect(firstChoice(options, 'vip-2')).toBe(2);
  expect(firstChoice([], '9002')).toBe(0);
});

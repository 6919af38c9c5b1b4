import { describe, expect, it } from 'vitest';
import type { RawTicket } from '../../plugins/ticket-plugin.ts';
import { ticketPluginOf } from '../../plugins/ticket-plugins.ts';
import type { RawItem, RawOrder } from '../../read/raw-rows.ts';
import { leftOutByOrder, leftOutByTicket } from './left-out.ts';

const EVENT = 600;
const PLUGIN = ticketPluginOf(null);
const CONTEXT = {
  plugin: PLUGIN,
  productId: EVENT,
  variationId: null,
  labels: new Map(),
  slotContext: { slots: [], timezone: 'UTC', dateFormat: 'd/m/Y' },
  numberMetas: [],
  timezone: 'UTC',
  currency: 'CLP',
  numDays: 2,
  keepsDays: true,
  tiers: [],
  logClock: () => null,
};
const NO_POSTS = { read: [], areThere: false };

function line(id: number, metas: Readonly<Record<string, string>>): RawItem {
  return {
    id,
    type: 'line_item',
    name: 'Ticket',
    metas: new Map(Object.entries({ _product_id: String(EVENT), ...metas })),
  };
}

function rawOrder(items: readonly RawItem[], more: Partial<RawOrder> = {}): RawOrder {
  const header = { currency: null } as RawOrder['header'];
  return {
    header,
    metas: new Map(),
    items,
    refunds: [],
    record: null,
    tickets: [],
    hasDoubledIds: false,
    ...more,
  };
}

describe('an order that cannot be read', () => {
  it.each([
    ['of a line without amounts, which costs nothing', [line(1, { _qty: '2' })], '0', false, 2],
    [
      'of a line whose tax alone cannot be read',
      [line(1, { _line_total: '10', _line_tax: '?' })],
      '10',
      true,
      0,
    ],
    ['of which only a tax can be read', [line(1, { _line_total: '?', _line_tax: '19' })], null, false, 0],
    ['of a negative correction', [line(1, { _line_total: '-5.5', _qty: '-1' })], '-5.5', false, 0],
    [
      'of no line of the event',
      [line(1, { _product_id: '601', _line_total: '?', _qty: '?' })],
      '0',
      false,
      0,
    ],
    ['of more units than anyone buys', [line(1, { _line_total: '7', _qty: '9999999' })], '7', false, null],
  ])('%s', (_what, items, total, isPartial, tickets) => {
    expect(leftOutByOrder(rawOrder(items), NO_POSTS, CONTEXT)).toEqual({
      currency: 'CLP',
      total,
      is_partial: isPartial,
      tickets,
      checked_in: 0,
    });
  });

  it('contains no lines that may be another order’s', () => {
    const doubled = rawOrder([line(1, { _line_total: '10', _qty: '1' })], { hasDoubledIds: true });
    expect(leftOutByOrder(doubled, NO_POSTS, CONTEXT)).toMatchObject({ total: null, tickets: null });
    // One post exists, and is a reject of its own.
    const known = leftOutByOrder(doubled, { read: [], areThere: true }, CONTEXT);
    expect(known).toMatchObject({ total: null, tickets: 0 });
  });

  it('names an unknown currency in one short line', () => {
    const header = { currency: ' gold\n\u001b[31m coins of the old kind' } as RawOrder['header'];
    const { currency, total } = leftOutByOrder(
      rawOrder([line(1, { _line_total: '1000.255' })], { header }),
      NO_POSTS,
      CONTEXT,
    );
    expect([currency, total]).toEqual(['GOLD [31M COINS OF T', '1000.255']);
  });
});

describe('a ticket that cannot be read', () => {
  const ticket = (postStatus: string, metas: Readonly<Record<string, string>>): RawTicket => ({
    id: 1,
    postStatus,
    metas: new Map(
      Object.entries(metas).map(([name, value]) => [PLUGIN.proof.ticket[name as 'status' | 'days'], value]),
    ),
  });

  it.each([
    ['is a ticket', ticket('publish', { status: 'Not Checked In' }), 1, 0],
    ['is a person checked in on any day', ticket('publish', { days: '{"2":"Checked In"}' }), 1, 1],
    ['in the trash is neither', ticket('trash', { days: '{"1":"Checked In"}' }), 0, 0],
  ])('%s, and no money', (_what, raw, tickets, checkedIn) => {
    expect(leftOutByTicket(raw, CONTEXT)).toEqual({
      currency: null,
      total: '0.00',
      is_partial: false,
      tickets,
      checked_in: checkedIn,
    });
  });
});

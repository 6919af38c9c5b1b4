import { describe, expect, it } from 'vitest';
import { parseMoney } from '../../../kernel/money/money.ts';
import { exampleFee, exampleLine } from '../../../ticketing/examples/example-order.ts';
import type { RawItem, RawRefund } from '../../read/raw-rows.ts';
import { RowNotes } from '../../values/row-notes.ts';
import { readRefund } from './refunds.ts';

type Texts = Readonly<Record<string, string>>;

const ROW = { kind: 'order', wooId: 8, wooOrderId: 8 } as const;
/** The event's product is 100: item 7 is a line of it, 6 of something else, 5 a fee, 4 shipping. */
const LINES = [
  exampleLine(7, 2, '48'),
  exampleLine(6, 1, '10', { productId: 200 }),
  exampleFee(5, 'fee', '-2500'),
  exampleFee(4, 'shipping', '4.95'),
];

function item(id: number, type: string, metas: Texts): RawItem {
  return { id, type, name: '', metas: new Map(Object.entries(metas)) };
}

function read(metas: Texts, items: readonly RawItem[] = [], total: string | null = '-49.90') {
  const notes = new RowNotes(ROW);
  const created = [{ field: 'date_created_gmt', text: '2025-11-01 10:00:29', clock: 'utc' }] as const;
  const raw: RawRefund = {
    header: { id: 9, orderId: 8, total, created },
    metas: new Map(Object.entries(metas)),
    items,
  };
  const isOfEvent = ({ productId }: { readonly productId: number }) => productId === 100;
  const refund = readRefund(raw, { lines: LINES, isOfEvent, timezone: '+00:00' }, notes);
  return { refund, notes: notes.taken.map(({ field, reason }) => [field, reason]) };
}

const NOTHING_SOLD = { productId: 0, variationId: 0, quantity: 0 };
const OWN = item(1, 'line_item', { _refunded_item_id: '7', _qty: '-1', _line_total: '-24' });
const back = (metas: Texts) => item(2, 'line_item', { _refunded_item_id: '6', _qty: '-1', ...metas });

describe('a refund', () => {
  it('has positive amounts, line by line', () => {
    const items = [
      item(1, 'line_item', {
        _refunded_item_id: '7',
        _product_id: '100',
        _variation_id: '11',
        _qty: '-1',
        _line_total: '-40.67',
        _line_tax: '-9.23',
      }),
      item(2, 'shipping', { _refunded_item_id: '4', cost: '-4.95', total_tax: '-1.12' }),
      item(3, 'fee', { _refunded_item_id: '5', _line_total: '2500', _line_tax: '0' }),
      item(4, 'tax', {}),
    ];
    const { refund, notes } = read({ _refund_amount: '49.90', _refund_reason: 'ill &amp; away' }, items);
    expect(refund).toEqual({
      refundId: 9,
      amount: parseMoney('49.90'),
      reason: 'ill & away',
      refundedAtUtc: new Date('2025-11-01T10:00:29Z'),
      lines: [
        {
          itemId: 1,
          refundedItemId: 7,
          productId: 100,
          variationId: 11,
          quantity: 1,
          amount: parseMoney('40.67'),
          tax: parseMoney('9.23'),
        },
        {
          itemId: 2,
          refundedItemId: 4,
          ...NOTHING_SOLD,
          amount: parseMoney('4.95'),
          tax: parseMoney('1.12'),
        },
        { itemId: 3, refundedItemId: 5, ...NOTHING_SOLD, amount: parseMoney('-2500'), tax: 0n },
      ],
    });
    expect(notes).toEqual([]);
  });

  it('has its product even if it names no line', () => {
    const line = item(1, 'line_item', { _product_id: '100', _variation_id: '11', _qty: '-2' });
    expect(read({}, [line]).refund.lines).toMatchObject([
      { refundedItemId: 0, productId: 100, variationId: 11, quantity: 2 },
    ]);
  });

  it('does not divide its unreadable line of a deleted product among the others', () => {
    const gone = item(2, 'line_item', { _refunded_item_id: '9', _product_id: '200', _line_total: 'x' });
    const { refund } = read({ _refund_amount: '34' }, [OWN, gone]);
    expect(refund.lines.map(({ amount }) => amount)).toEqual([parseMoney('24'), parseMoney('10')]);
  });

  it('without an amount of its own has its total', () => {
    expect(read({}).refund).toMatchObject({ amount: parseMoney('49.90'), reason: null, lines: [] });
    expect(read({}, [], null).refund.amount).toBe(0n);
  });

  it('has its total if its own amount is unreadable, with a note', () => {
    const { refund, notes } = read({ _refund_amount: '49,90' }, [OWN]);
    expect(refund.amount).toBe(parseMoney('49.90'));
    expect(notes).toEqual([['_refund_amount of refund 9', 'refund_amount_unreadable']]);
  });

  it('has the sum of its lines if neither can be read and no line is of the event', () => {
    const { refund } = read({ _refund_amount: 'x' }, [back({ _line_total: '-8', _line_tax: '-1.5' })], 'y');
    expect(refund.amount).toBe(parseMoney('9.5'));
  });

  it.each([
    ['names no line', []],
    ['has a line of the event', [OWN]],
    ['has a line without a product', [item(3, 'line_item', { _line_total: '-1' })]],
    [
      'has a line of the event that is gone',
      [item(3, 'line_item', { _product_id: '100', _line_total: '-1' })],
    ],
  ])('that cannot be read is refused where it %s', (_what, items) => {
    for (const amount of ['x', '-1000']) {
      for (const total of ['y', null]) {
        expect(() => read({ _refund_amount: amount }, items, total)).toThrow(
          expect.objectContaining({ kind: 'rejected', code: 'money.malformed' }),
        );
      }
    }
  });

  it.each([[{ _line_total: 'x' }], [{ _line_tax: '1,5' }], [{ _qty: '-0.5' }]])(
    'with %j in a line of the event is refused',
    (metas) => {
      const own = item(1, 'line_item', { _refunded_item_id: '7', ...metas });
      expect(() => read({ _refund_amount: '5' }, [own])).toThrow(
        expect.objectContaining({ kind: 'rejected' }),
      );
    },
  );

  it('does not divide its unreadable line among the others', () => {
    const items = [OWN, back({ _line_total: 'x', _qty: '-0.25' })];
    const { refund, notes } = read({ _refund_amount: '34' }, items);
    expect(refund.lines.map(({ amount, tax, quantity }) => [amount + tax, quantity])).toEqual([
      [parseMoney('24'), 1],
      [parseMoney('10'), 0],
    ]);
    expect(notes).toEqual([
      ['_line_total of line 2', 'amount_unreadable'],
      ['_qty of line 2', 'quantity_unreadable'],
    ]);
  });
});

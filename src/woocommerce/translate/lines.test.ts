import { describe, expect, it } from 'vitest';
import { parseMoney } from '../../kernel/money.ts';
import type { RawItem, RawRefund } from '../read/raw-rows.ts';
import { readLine, readRefund } from './lines.ts';
import { RowNotes } from './row-notes.ts';

const ROW = { kind: 'order', wooId: 8, wooOrderId: 8 } as const;

function item(type: string, metas: Readonly<Record<string, string>>): RawItem {
  return { id: 1, type, name: 'Jazz &amp; Cena - VIP', metas: new Map(Object.entries(metas)) };
}

describe('a line', () => {
  it('keeps all decimals of the store and what the buyer chose', () => {
    const line = readLine(
      item('line_item', {
        _product_id: '5120',
        _variation_id: '5121',
        _qty: '2',
        _line_subtotal: '81.340571',
        _line_total: '27.114',
        _line_tax: '6.15',
        zone: 'Front &amp; side',
        pa_size: 'm',
        _private: 'x',
        plugin_data: 'a:1:{i:0;i:1;}',
        long: 'x'.repeat(1001),
      }),
    );
    expect(line).toEqual({
      itemId: 1,
      kind: 'line_item',
      name: 'Jazz & Cena - VIP',
      productId: 5120,
      variationId: 5121,
      quantity: 2,
      subtotal: parseMoney('81.340571'),
      total: parseMoney('27.114'),
      tax: parseMoney('6.15'),
      attributes: { zone: 'Front & side', pa_size: 'm' },
    });
  });

  it('may be a fee, negative too, or shipping', () => {
    expect(readLine(item('fee', { _line_total: '-2500', _line_tax: '-475' }))).toMatchObject({
      kind: 'fee',
      productId: 0,
      total: parseMoney('-2500'),
      tax: parseMoney('-475'),
    });
    expect(
      readLine(item('shipping', { cost: '4.95', total_tax: '1.12', method_id: 'flat_rate' })),
    ).toMatchObject({
      kind: 'shipping',
      total: parseMoney('4.95'),
      tax: parseMoney('1.12'),
      attributes: {},
    });
  });

  it.each([['coupon'], ['tax'], ['gift_wrap']])('of type %s sells nothing', (type) => {
    expect(readLine(item(type, {}))).toBeNull();
  });

  it('counts what is missing as 0, as WooCommerce does', () => {
    expect(readLine(item('line_item', { _qty: '' }))).toMatchObject({ quantity: 0, total: 0n, tax: 0n });
    expect(readLine(item('line_item', { _qty: '3.00' }))).toMatchObject({ quantity: 3 });
  });

  it.each([
    [{ _qty: '1.5' }, 'order.quantity-not-whole'],
    [{ _qty: 'two' }, 'order.quantity-not-whole'],
    [{ _qty: '1000001' }, 'order.quantity-absurd'],
    [{ _qty: '1e30' }, 'order.quantity-absurd'],
    [{ _line_total: '12,50' }, 'money.malformed'],
    [{ _line_tax: 'NaN' }, 'money.malformed'],
    [{ _line_total: '9'.repeat(30) }, 'money.out-of-range'],
  ])('of %j is refused', (metas, code) => {
    expect(() => readLine(item('line_item', metas))).toThrow(
      expect.objectContaining({ kind: 'rejected', code }),
    );
  });
});

describe('a refund', () => {
  const refund = (metas: Readonly<Record<string, string>>, items: readonly RawItem[] = []): RawRefund => ({
    header: {
      id: 9,
      orderId: 8,
      total: '-49.90',
      created: [{ field: 'date_created_gmt', text: '2025-11-01 10:00:29', clock: 'utc' }],
    },
    metas: new Map(Object.entries(metas)),
    items,
  });

  it('gives back positive amounts, line by line', () => {
    const lines = [
      item('line_item', { _refunded_item_id: '7', _qty: '-1', _line_total: '-40.67', _line_tax: '-9.23' }),
      item('shipping', { _refunded_item_id: '6', cost: '-4.95', total_tax: '-1.12' }),
      item('fee', { _refunded_item_id: '5', _line_total: '2500', _line_tax: '0' }),
      item('tax', {}),
    ];
    expect(
      readRefund(
        refund({ _refund_amount: '49.90', _refund_reason: 'ill &amp; away' }, lines),
        '+00:00',
        new RowNotes(ROW),
      ),
    ).toEqual({
      refundId: 9,
      amount: parseMoney('49.90'),
      reason: 'ill & away',
      refundedAtUtc: new Date('2025-11-01T10:00:29Z'),
      lines: [
        { itemId: 1, refundedItemId: 7, quantity: 1, amount: parseMoney('40.67'), tax: parseMoney('9.23') },
        { itemId: 1, refundedItemId: 6, quantity: 0, amount: parseMoney('4.95'), tax: parseMoney('1.12') },
        { itemId: 1, refundedItemId: 5, quantity: 0, amount: parseMoney('-2500'), tax: 0n },
      ],
    });
  });

  it('without an amount of its own gives back its total', () => {
    expect(readRefund(refund({}), '+00:00', new RowNotes(ROW))).toMatchObject({
      amount: parseMoney('49.90'),
      reason: null,
      lines: [],
    });
  });
});

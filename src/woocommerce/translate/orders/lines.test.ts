import { describe, expect, it } from 'vitest';
import { parseMoney } from '../../../kernel/money/money.ts';
import type { RawItem } from '../../read/raw-rows.ts';
import { RowNotes } from '../../values/row-notes.ts';
import { readLine, weighUnread } from './lines.ts';

const ROW = { kind: 'order', wooId: 8, wooOrderId: 8 } as const;

const EVENT = 5120;

function item(type: string, metas: Readonly<Record<string, string>>): RawItem {
  return { id: 1, type, name: 'Jazz &amp; Cena - VIP', metas: new Map(Object.entries(metas)) };
}

/** Returns the line as read for the event, and its notes. */
function read(raw: RawItem) {
  const notes = new RowNotes(ROW);
  const found = readLine(raw, ({ productId }) => productId === EVENT, notes);
  return { line: found?.line ?? null, isUnread: found?.isUnread, notes: notes.taken };
}

describe('a line', () => {
  it('keeps all decimals of the store and the buyer’s choices', () => {
    const { line, notes } = read(
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
    expect(notes).toEqual([]);
  });

  it('has the stored tax, although WooCommerce shows another one in a currency of other decimals', () => {
    const taxes = 'a:2:{s:5:"total";a:1:{i:1;s:2:"12";}s:8:"subtotal";a:1:{i:1;s:2:"12";}}';
    expect(read(item('line_item', { _line_tax: '11.651713', _line_tax_data: taxes })).line).toMatchObject({
      tax: parseMoney('11.651713'),
    });
  });

  it('may be a fee, negative too, or shipping', () => {
    expect(read(item('fee', { _line_total: '-2500', _line_tax: '-475' })).line).toMatchObject({
      kind: 'fee',
      productId: 0,
      total: parseMoney('-2500'),
      tax: parseMoney('-475'),
    });
    expect(
      read(item('shipping', { cost: '4.95', total_tax: '1.12', method_id: 'flat_rate' })).line,
    ).toMatchObject({
      kind: 'shipping',
      total: parseMoney('4.95'),
      tax: parseMoney('1.12'),
      attributes: {},
    });
  });

  it.each([['coupon'], ['tax'], ['gift_wrap']])('of type %s sells nothing', (type) => {
    expect(read(item(type, {})).line).toBeNull();
  });

  it('counts missing values as 0, as WooCommerce does', () => {
    expect(read(item('line_item', { _qty: '' })).line).toMatchObject({ quantity: 0, total: 0n, tax: 0n });
    expect(read(item('line_item', { _qty: '3.00' })).line).toMatchObject({ quantity: 3 });
  });

  it.each([
    [{ _qty: '1.5' }, 'order.quantity-not-whole'],
    [{ _qty: 'two' }, 'order.quantity-not-whole'],
    [{ _qty: '1000001' }, 'order.quantity-absurd'],
    [{ _qty: '1e30' }, 'order.quantity-absurd'],
    [{ _line_total: '12,50' }, 'money.malformed'],
    [{ _line_tax: 'NaN' }, 'money.malformed'],
    [{ _line_total: '9'.repeat(30) }, 'money.out-of-range'],
  ])('of the event with %j is refused', (metas, code) => {
    expect(() => read(item('line_item', { _product_id: String(EVENT), ...metas }))).toThrow(
      expect.objectContaining({ kind: 'rejected', code }),
    );
  });

  it.each([
    ['line_item', { _qty: '0.5' }, '_qty of line 1', 'quantity_unreadable', false],
    ['line_item', { _qty: 'two' }, '_qty of line 1', 'quantity_unreadable', false],
    ['line_item', { _qty: '1e30' }, '_qty of line 1', 'quantity_unreadable', false],
    ['line_item', { _line_total: '14990,00' }, '_line_total of line 1', 'amount_unreadable', true],
    ['line_item', { _line_tax: 'NaN' }, '_line_tax of line 1', 'amount_unreadable', true],
    ['line_item', { _line_subtotal: 'free' }, '_line_subtotal of line 1', 'amount_unreadable', false],
    ['fee', { _line_total: '9'.repeat(30) }, '_line_total of line 1', 'amount_unreadable', true],
    ['shipping', { cost: '4,95' }, 'cost of line 1', 'amount_unreadable', true],
  ])(
    '%s of something else with %j is read without it, with a note',
    (type, metas, field, reason, isUnread) => {
      const found = read(item(type, { _product_id: '7', ...metas }));
      expect(found).toMatchObject({
        line: { quantity: type === 'line_item' ? 0 : 1, total: 0n, tax: 0n },
        isUnread,
      });
      expect(found.notes).toEqual([{ ...ROW, field, raw: Object.values(metas)[0], reason }]);
    },
  );
});

describe('lines that cannot be read', () => {
  const lineOf = (itemId: number, total: string, tax = '0') => {
    const notes = new RowNotes(ROW);
    const metas = { _product_id: '7', _qty: '1', _line_total: total, _line_tax: tax };
    const found = readLine({ ...item('line_item', metas), id: itemId }, () => false, notes);
    if (found === null) throw new Error('no line');
    return found;
  };

  it('weigh together the rest of the order’s total', () => {
    const lines = [lineOf(1, '1000', '190'), lineOf(2, 'x'), lineOf(3, '700', 'y'), lineOf(4, 'z', 'z')];
    expect(weighUnread(lines, parseMoney('5000')).map(({ total, tax }) => total + tax)).toEqual(
      ['1190', '3110', '700', '0'].map(parseMoney),
    );
  });

  it('weigh nothing where the others exceed the order’s total', () => {
    expect(weighUnread([lineOf(1, '1000'), lineOf(2, 'x')], parseMoney('900'))[1]?.total).toBe(0n);
  });
});

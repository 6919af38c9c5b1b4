import { describe, expect, it } from 'vitest';
import { parseMoney } from '../../kernel/money/money.ts';
import type { RawProduct } from '../read/products.ts';
import { readTiers } from './tiers.ts';

function product(id: number, title: string, metas: Readonly<Record<string, string>>): RawProduct {
  return {
    id,
    postType: 'product',
    postStatus: 'publish',
    title,
    content: '',
    createdLocal: null,
    createdGmt: null,
    metas: new Map(Object.entries(metas)),
  };
}

const CONGRESS = product(1, 'Congress &amp; fair', {
  _product_attributes: 'a:2:{s:4:"pass";a:0:{}s:7:"pa_zone";a:0:{}}',
  _price: '10',
});

describe('the tiers of a product', () => {
  it('are its variations, named by their attributes in the product’s order', () => {
    const variations = [
      product(2, 'Congress', {
        attribute_pa_zone: 'front-row',
        attribute_pass: 'Day 1 &amp; 2',
        _price: '33333',
      }),
      product(3, 'Congress', {
        attribute_pa_zone: '',
        attribute_pass: 'Full',
        _manage_stock: 'yes',
        _stock: '324.0000',
      }),
    ];
    expect(readTiers(CONGRESS, variations, new Map([['pa_zone/front-row', 'Front row']]))).toEqual([
      {
        wooVariationId: 2,
        name: 'Day 1 & 2, Front row',
        attributes: { attribute_pass: 'Day 1 &amp; 2', attribute_pa_zone: 'front-row' },
        price: parseMoney('33333'),
        stockLeft: null,
      },
      {
        wooVariationId: 3,
        name: 'Full',
        attributes: { attribute_pass: 'Full', attribute_pa_zone: '' },
        price: null,
        stockLeft: 324,
      },
    ]);
  });

  it('are named by the variation’s title if no attribute distinguishes them', () => {
    const names = ['Congress &amp; fair - VIP', 'Something else', ''].map(
      (title) => readTiers(CONGRESS, [product(9, title, {})], new Map())[0]?.name,
    );
    expect(names).toEqual(['VIP', 'Something else', '#9']);
  });

  it('are one without a name for a simple product', () => {
    const simple = product(1, 'Talk', {
      _price: '',
      _regular_price: '12.5',
      _manage_stock: 'yes',
      _stock: '-2',
    });
    expect(readTiers(simple, [], new Map())).toEqual([
      { wooVariationId: 0, name: null, attributes: {}, price: parseMoney('12.5'), stockLeft: -2 },
    ]);
    expect(readTiers(product(1, 'Talk', { _price: 'free' }), [], new Map())[0]?.price).toBeNull();
  });
});

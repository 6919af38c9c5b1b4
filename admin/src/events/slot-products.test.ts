import { expect, it } from 'vitest';
import { slotProducts } from './slot-products.ts';

const named = (...products: readonly (readonly [number, string | null])[]) =>
  Object.fromEntries(
    slotProducts(products.map(([woo_product_id, product_name]) => ({ woo_product_id, product_name }))),
  );

it('names no product if all slots are of one', () => {
  expect(named([7, 'General'], [7, 'General'])).toEqual({});
});

it('names each of several products', () => {
  expect(named([7, 'General'], [8, 'In English'], [7, 'General'])).toEqual({ 7: 'General', 8: 'In English' });
});

it('adds the number if two names are equal, and shows only the number if there is no name', () => {
  expect(named([7, 'Visit'], [8, 'Visit'], [9, null])).toEqual({
    7: 'Visit · #7',
    8: 'Visit · #8',
    9: '#9',
  });
});

import { expect, test } from 'vitest';
import type { Product } from '../../../../src/contract/credentials.ts';
import { searchProducts, translationsOf } from './use-products.ts';

const product = (woocommerce_product_id: number, title: string, source_status = 'publish'): Product => ({
  woocommerce_product_id,
  title,
  source_status,
  starts_at: null,
  orders: 0,
  tickets: 0,
  translation_of: null,
});

const products = [
  product(10, 'Función por anunciar', 'draft'),
  product(11, 'Evento Híbrido'),
  product(120, 'Taller Ñandú'),
];
const found = (text: string) => searchProducts(products, text).map((one) => one.woocommerce_product_id);

test('finds products whatever their accents, by their words in any order or by their number', () => {
  expect(found('hibrido EVENTO')).toEqual([11]);
  expect(found('nandu')).toEqual([120]);
  expect(found('12')).toEqual([120]);
  expect(found('concierto')).toEqual([]);
});

test('shows products on sale first, the newest before the others', () => {
  expect(found('')).toEqual([120, 11, 10]);
});

test('names the translations of chosen products, which are counted with them', () => {
  const group = [
    product(700, 'Concierto'),
    { ...product(710, 'Concert'), translation_of: 700 },
    { ...product(720, 'Le concert'), translation_of: 700 },
    product(730, 'Taller'),
  ];
  expect(translationsOf(group, 700, [])).toEqual([710, 720]);
  expect(translationsOf(group, 710, [720])).toEqual([700]);
  expect(translationsOf(group, 730, [])).toEqual([]);
});

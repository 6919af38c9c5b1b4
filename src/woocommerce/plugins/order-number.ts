import { META_NAME } from '../../vocabulary/credentials.ts';
import type { Metas } from '../values/metas.ts';
import type { RowNotes } from '../values/row-notes.ts';
import { readText } from '../values/store-text.ts';

/**
 * Metas of an order in which plugins store the number that the store shows. Those that contain the number with
 * its prefix and suffix come first: Sequential Order Numbers Pro, Custom Order Numbers, YITH, then the bare
 * numbers of Sequential Order Numbers and Booster.
 */
const PLUGIN_METAS = [
  '_order_number_formatted',
  '_alg_wc_full_custom_order_number',
  '_ywson_custom_number_order_complete',
  '_order_number',
  '_wcj_order_number',
];

/** Longer than any number that people use. An index of the backend must be able to store it. */
const MOST_CHARACTERS = 100;
/** The texts that plugins write if an order has no number yet. */
const NO_NUMBER = /^(?:0|-\d+)$/;

/** @param named a meta that a person named, or null. Statements contain it, so only a plain name is accepted */
export function orderNumberMetas(named: string | null): readonly string[] {
  return named !== null && META_NAME.test(named)
    ? [named, ...PLUGIN_METAS.filter((meta) => meta !== named)]
    : PLUGIN_METAS;
}

/**
 * The number of an order as the store shows it, on one line, without invisible characters and without the sign
 * # that WooCommerce puts before every number. Null if no plugin gave it one. Mark-up stays, because the store
 * shows it as text as well.
 */
export function readOrderNumber(metas: Metas, names: readonly string[], notes: RowNotes): string | null {
  for (const name of names) {
    const value = metas.get(name) ?? null;
    const number = readText(value, notes, name)
      ?.replace(/\p{Cf}+/gu, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .replace(/^#\s*/, '')
      .normalize('NFC');
    if (number === undefined || number === '' || NO_NUMBER.test(number)) continue;
    if (number.length <= MOST_CHARACTERS) return number;
    notes.add(name, value, 'text_too_long');
  }
  return null;
}

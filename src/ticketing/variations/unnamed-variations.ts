import { decodeHTML } from 'entities';
import type { StoreLine, StoreOrder } from '../model/store-order.ts';
import { compareKeys } from '../tickets/pending-tickets.ts';

type Attributes = Readonly<Record<string, string>>;

/** A ticket or an attendee of the checkout record. */
interface Sold {
  readonly productId: number;
  readonly variationId: number;
  readonly attributes: Attributes;
}

/**
 * Finds the variation of an order's tickets and attendees that name none. Old versions of the plugin stored
 * only the chosen attributes, and imports not even these. If there are attributes, they decide. Otherwise a
 * ticket takes a unit that has no ticket yet. An order that sold the product without variations stays as it is.
 */
export function nameVariations(order: StoreOrder, productId: number): StoreOrder {
  const lines = order.lines
    .filter((line) => line.kind === 'line_item' && line.productId === productId)
    .toSorted((a, b) => a.itemId - b.itemId);
  if (lines.length > 0 && lines.every(({ variationId }) => variationId === 0)) return order;
  const isUnnamed = (one: Sold): boolean => one.productId === productId && one.variationId === 0;
  if (![...order.tickets, ...order.checkoutTickets].some(isUnnamed)) return order;
  const posts = order.tickets.toSorted((a, b) => a.wooTicketId - b.wooTicketId);
  const entries = order.checkoutTickets.toSorted((a, b) => compareKeys(a.key, b.key));
  const isTrashed = ({ sourcePostStatus }: { readonly sourcePostStatus: string }): boolean =>
    sourcePostStatus === 'trash';
  // Posts outside the trash take their units first.
  const ranked = [posts.filter((one) => !isTrashed(one)), posts.filter(isTrashed)];
  const units = unitsOf(lines);
  // Attendees without a post have units as well, so they come before posts that name no variation.
  const ofEntries = variationsOf([entries], units, lines, productId, () => 0);
  const ofTickets = variationsOf(ranked, units, lines, productId, (one) => one.offeredVariationId);
  return {
    ...order,
    tickets: order.tickets.map((one) => ({ ...one, variationId: ofTickets.get(one) ?? one.variationId })),
    checkoutTickets: order.checkoutTickets.map((one) => ({
      ...one,
      variationId: ofEntries.get(one) ?? one.variationId,
    })),
  };
}

/** How many units were bought, by variation. */
function unitsOf(lines: readonly StoreLine[]): Map<number, number> {
  const units = new Map<number, number>();
  for (const { variationId, quantity } of lines) add(units, variationId, Math.max(0, Math.trunc(quantity)));
  return units;
}

function add(units: Map<number, number>, variationId: number, more: number): void {
  units.set(variationId, (units.get(variationId) ?? 0) + more);
}

/**
 * The variation of each ticket or attendee that names none.
 *
 * @param left units that no attendee has yet; each attendee takes one away
 */
function variationsOf<T extends Sold>(
  ranked: readonly (readonly T[])[],
  left: Map<number, number>,
  lines: readonly StoreLine[],
  productId: number,
  offeredOf: (one: T) => number,
): ReadonlyMap<T, number> {
  const found = new Map<T, number>();
  for (const all of ranked) {
    const undecided: { readonly one: T; readonly choices: readonly number[] }[] = [];
    for (const one of all) {
      if (one.productId !== productId) continue;
      const choices = one.variationId === 0 ? namedVariations(one, lines, offeredOf(one)) : [one.variationId];
      const [only] = choices;
      if (only === undefined || choices.length > 1) {
        undecided.push({ one, choices: choices.length > 1 ? choices : inOrder(variationIds(lines)) });
      } else {
        found.set(one, only);
        add(left, only, -1);
      }
    }
    for (const { one, choices } of undecided) {
      const free = choices.find((variationId) => (left.get(variationId) ?? 0) > 0);
      // There are more tickets than bought units.
      found.set(one, free ?? offeredOf(one));
      if (free !== undefined) add(left, free, -1);
    }
  }
  return found;
}

/** The order's variations that match its attributes; empty if none does. */
function namedVariations(
  { attributes }: Sold,
  lines: readonly StoreLine[],
  offered: number,
): readonly number[] {
  const bought = lines.filter(({ quantity }) => quantity > 0);
  const sold = bought.length > 0 ? bought : lines;
  const chosen = variationIds(withAttributes(attributes, sold));
  return chosen.length === 0 && offered !== 0 && variationIds(sold).includes(offered) ? [offered] : chosen;
}

function variationIds(lines: readonly StoreLine[]): readonly number[] {
  return [...new Set(lines.map(({ variationId }) => variationId))];
}

/** Variation 0 comes first for tickets that name none: it was sold before the product had variations. */
function inOrder(variations: readonly number[]): readonly number[] {
  return variations.toSorted((a, b) => Number(b === 0) - Number(a === 0));
}

/**
 * The lines or variations that have all the wanted attributes, either with the same spelling or recognisably.
 * Without wanted attributes it returns none. A variation whose attribute is '' matches any value.
 */
export function withAttributes<T extends { readonly attributes: Attributes }>(
  wanted: Attributes,
  among: readonly T[],
): readonly T[] {
  const chosen = Object.entries(wanted).filter(([, value]) => value.trim() !== '');
  if (chosen.length === 0) return [];
  const alike = (written: (text: string) => string): readonly T[] =>
    among.filter(({ attributes }) => {
      const own = new Map(Object.entries(attributes).map(([name, value]) => [nameOf(name), written(value)]));
      return chosen.every(([name, value]) => {
        const has = own.get(nameOf(name));
        return has === '' || has === written(value);
      });
    });
  const same = alike(exactly);
  return same.length > 0 ? same : alike(loosely);
}

/** `attribute_pa_zone`, `pa_zone` and, if it is not a term, `Zone` name the same attribute. */
function nameOf(attribute: string): string {
  return loosely(attribute.replace(/^attribute_/u, ''));
}

function exactly(text: string): string {
  return decodeHTML(text).trim();
}

/** A term is written by its name in one place and by its slug in the other: `Early Bird`, `early-bird`. */
function loosely(text: string): string {
  return unescaped(decodeHTML(text))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}

/** WordPress writes letters beyond ASCII into a slug as `%c3%b1`. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { literally, type SearchTerms } from './search-text.ts';

/** One kind of match of a search. */
export interface SearchCondition {
  /** The condition that an index serves. */
  readonly finds: string;
  /** The same condition in a form that is fast for a single row. */
  readonly holds: string;
}

/** All kinds of match, the most likely ones first, and the values of their parameters. */
export interface SearchConditions {
  readonly conditions: readonly SearchCondition[];
  readonly values: readonly unknown[];
}

/**
 * The permissions of the person who searches, and the number of the search's first parameter in the statement:
 * `$first`.
 */
interface SearchPlace {
  /** If false, personal columns are not searched, so that a search does not reveal who bought or attends. */
  readonly persons: boolean;
  readonly first: number;
}

/**
 * Orders, as `o`: found by their number or that of one of their tickets, and by the buyer's phone number,
 * e-mail address and name.
 */
export function orderConditions(terms: SearchTerms, { persons, first }: SearchPlace): SearchConditions {
  const { put, values } = parameters(first);
  const numbers = beginnings(terms, put);
  const conditions = [
    ...matching(['o.number'], numbers).map(plainCondition),
    ...byStoreId(terms, put).map(plainCondition),
    ...matching(['t.ticket_number', 't.display_number'], numbers).map((condition) => ({
      finds: `o.id in (select t.order_id from tickets t where ${condition})`,
      holds: `exists (select from tickets t where t.order_id = o.id and ${condition} offset 0)`,
    })),
    ...(persons ? personConditions('o', buyerNames('o'), terms, put).map(plainCondition) : []),
  ];
  return { conditions, values };
}

/**
 * Tickets, as `t`: found by their number, by the attendee's data, and by the number and the buyer of their
 * order.
 */
export function ticketConditions(terms: SearchTerms, { persons, first }: SearchPlace): SearchConditions {
  const { put, values } = parameters(first);
  const numbers = beginnings(terms, put);
  const ofOrder = [
    ...matching(['o.number'], numbers),
    ...byStoreId(terms, put),
    ...(persons ? personConditions('o', buyerNames('o'), terms, put) : []),
  ];
  const conditions = [
    ...matching(['t.ticket_number', 't.display_number'], numbers).map(plainCondition),
    ...(persons ? personConditions('t', attendeeNames('t'), terms, put).map(plainCondition) : []),
    // Without the offset, the planner would collect all matching orders to test for one of them.
    ...ofOrder.map((condition) => ({
      finds: `t.order_id in (select o.id from orders o where ${condition})`,
      holds: `exists (select from orders o where o.id = t.order_id and ${condition} offset 0)`,
    })),
    ...(terms.words === null ? [] : [plainCondition(atPlace('t', put(terms.words)))]),
  ];
  return { conditions, values };
}

const plainCondition = (condition: string): SearchCondition => ({ finds: condition, holds: condition });

type Put = (value: unknown) => string;

function parameters(first: number): { readonly put: Put; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  return { values, put: (value) => `$${first + values.push(value) - 1}` };
}

function beginnings({ numbers }: SearchTerms, put: Put): readonly string[] {
  return numbers.map((number) => put(`${literally(number)}%`));
}

/** Matches WooCommerce's own id of an order as a whole, because the store may show another number. */
function byStoreId({ numbers }: SearchTerms, put: Put): readonly string[] {
  const ids = numbers.filter((number) => /^\d{1,15}$/.test(number));
  return ids.length === 0 ? [] : [`o.woo_order_id::text = any (${put(ids)}::text[])`];
}

/** One condition covers all columns, because in each of them an index finds each of the patterns. */
function matching(columns: readonly string[], patterns: readonly string[]): readonly string[] {
  if (patterns.length === 0) return [];
  const each = columns.flatMap((column) => patterns.map((pattern) => `${column} like ${pattern}`));
  return [`(${each.join(' or ')})`];
}

const buyerNames = (alias: string): string =>
  `search_words(${alias}.first_name) || ' ' || search_words(${alias}.last_name)`;
const attendeeNames = (alias: string): string =>
  `${buyerNames(alias)} || ' ' || search_words(${alias}.company)`;

/**
 * Finds tickets whose slot or seat contains these words. Few tickets have a slot or a seat, and the index
 * contains no others.
 */
function atPlace(alias: string, words: string): string {
  const places = ['slot', 'seat_row', 'seat_number'].map((name) => `${alias}.${name}`);
  const text = places.map((place) => `search_words(${place})`).join(` || ' ' || `);
  const isThere = places.map((place) => `${place} is not null`).join(' or ');
  return `((${isThere}) and to_tsvector('simple', ${text}) @@ search_query(${words}))`;
}

function personConditions(
  alias: string,
  names: string,
  { phone, mailPart, words }: SearchTerms,
  put: Put,
): readonly string[] {
  const conditions: string[] = [];
  if (phone !== null) {
    const digits = `phone_backwards(${alias}.phone)`;
    conditions.push(
      `(${digits} like ${put(`${phone.beginning}%`)} or ${digits} = any (${put(phone.whole)}::text[]))`,
    );
  }
  if (mailPart !== null) {
    const pattern = put(`%${literally(mailPart)}%`);
    // The pattern comes first, because it is the cheaper condition if no index is used.
    conditions.push(
      `(lower(${alias}.email) like lower(${pattern}) and mail_parts(${alias}.email) @> mail_parts(${put(mailPart)}))`,
    );
  }
  if (words !== null) conditions.push(`to_tsvector('simple', ${names}) @@ search_query(${put(words)})`);
  return conditions;
}

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  COUNTED_ROWS,
  type KeyPage,
  type Place,
  type RowKey,
  type SortKey,
} from '../../backend/queries/key-list.ts';
import type { Ordering } from '../../contract/page.ts';
import { isStorable } from '../../contract/scalars.ts';
import { assertNever } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import { noSuchPage } from '../endpoints/parse-request.ts';
import { type ListPart, linkWith, offsetLink, type Page, type PageQuery, partOf } from './paging.ts';

/** The requested part of a long list, and its order. */
export interface KeyPageQuery<Name extends string> extends PageQuery {
  readonly cursor?: string | undefined;
  readonly ordering?: readonly Ordering<Name>[] | undefined;
}

/** The possible orders of a list. An index serves each of them. */
export type Sorts<Name extends string> = Readonly<Record<Name, Omit<SortKey, 'descending'>>>;

export interface LongPage<Row> extends Page<Row> {
  count_exact: boolean;
}

/** The content of `next` and `previous`: a direction, a row and an order. */
const cursorShape = z.tuple([z.enum(['after', 'before']), z.string(), z.string(), z.uuid()]);

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const INSTANT = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,6})?\+00$/;

/**
 * Whether PostgreSQL could have printed this as a key. A text that PostgreSQL cannot read would cause an
 * internal error.
 */
function isKey(type: SortKey['type'], text: string): boolean {
  switch (type) {
    case 'uuid':
      return UUID.test(text);
    case 'text':
      return isStorable(text);
    case 'timestamptz':
      return text === '-infinity' || isInstant(text);
    default:
      return assertNever(type);
  }
}

function isInstant(text: string): boolean {
  const [, date, time] = INSTANT.exec(text) ?? [];
  const instant = new Date(`${date}T${time}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(`${date}T${time}`);
}

/**
 * Returns a page of a list whose rows are found by key. Pages have numbers as far as rows are counted. `next`
 * and `previous` lead on from each page, however long the list is.
 *
 * @throws missing `http.no-such-page`; invalid `http.invalid-request`
 */
export async function answerKeyPage<Row, Shown, Name extends string>(
  request: FastifyRequest,
  publicUrl: string | null,
  query: KeyPageQuery<Name>,
  list: {
    readonly sorts: Sorts<Name>;
    readonly usual: Ordering<Name>;
    readonly read: (sort: SortKey, place: Place, pageSize: number) => Promise<KeyPage<Row>>;
    readonly show: (row: Row) => Shown;
  },
): Promise<LongPage<Shown>> {
  const ordering = orderingOf(query, list.usual);
  const sort: SortKey = { ...list.sorts[ordering.by], descending: ordering.descending };
  const name = `${ordering.descending ? '-' : ''}${ordering.by}`;
  const part = partOf(query);
  const { size } = part;
  const place = placeOf(query, part, name, sort);
  const page = await list.read(sort, place, size);
  const shown = { count: page.count, count_exact: page.countExact, results: page.rows.map(list.show) };
  const link = (way: 'after' | 'before', key: RowKey | null): string | null =>
    key === null
      ? null
      : linkWith(request, publicUrl, {
          page: null,
          offset: null,
          cursor: toCursor([way, name, key.key, key.id]),
        });
  if (part.by === 'offset' && place.at === 'row') {
    const [next, previous] = [part.offset + size, part.offset - size];
    // Rows further back are found by key, so that a client that follows `next` reaches the end of any list.
    const further =
      next > COUNTED_ROWS ? link('after', page.after) : offsetLink(request, publicUrl, size, next);
    return {
      ...shown,
      next: page.after === null ? null : further,
      previous: part.offset === 0 ? null : offsetLink(request, publicUrl, size, previous),
    };
  }
  if (place.at === 'row' && place.offset > 0 && page.rows.length === 0) throw noSuchPage();
  return { ...shown, next: link('after', page.after), previous: link('before', page.before) };
}

function orderingOf<Name extends string>(
  { ordering }: KeyPageQuery<Name>,
  usual: Ordering<Name>,
): Ordering<Name> {
  // The id comes right after the first column and is unique, so a second column has no effect.
  if ((ordering?.length ?? 0) > 1) throw invalidField('ordering', 'max_items', 1);
  return ordering?.[0] ?? usual;
}

function placeOf(query: KeyPageQuery<string>, part: ListPart, name: string, sort: SortKey): Place {
  if (query.cursor !== undefined) {
    if (query.page !== undefined || query.offset !== undefined) throw invalidField('cursor', 'invalid');
    return fromCursor(query.cursor, name, sort);
  }
  if (part.by === 'offset') {
    if (part.offset > COUNTED_ROWS) throw invalidField('offset', 'max_value', COUNTED_ROWS);
    return { at: 'row', offset: part.offset };
  }
  if (part.page === 'last') return { at: 'end' };
  const offset = (part.page - 1) * part.size;
  if (offset > COUNTED_ROWS) throw noSuchPage();
  return { at: 'row', offset };
}

type Cursor = z.infer<typeof cursorShape>;

export function toCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function fromCursor(text: string, name: string, sort: SortKey): Place {
  const cursor = cursorShape.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  if (!cursor.success) throw invalidField('cursor', 'invalid');
  const [at, ordering, key, id] = cursor.data;
  // A position in another order is not valid in this one.
  if (ordering !== name || !isKey(sort.type, key)) throw invalidField('cursor', 'invalid');
  return { at, key: { key, id } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

import type { GetListParams } from 'react-admin';
import { resourceOf } from './resources.ts';

/** A page of any list, in the API's format. */
export interface ListReply {
  readonly count?: number;
  readonly count_exact?: boolean;
  readonly next?: string | null;
  readonly previous?: string | null;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

/**
 * By address of a page of a list, the key with which the API returns that page. Beyond the counted rows, a long
 * list has no page numbers.
 */
const places = new Map<string, string>();
const MOST_PLACES = 2_000;

/** The address of one page of a list, with its filters, order and position. */
export function listAddress(resource: string, params: GetListParams): string {
  const { path, query } = splitFilter(resource, params);
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const cursor = page > 1 ? places.get(placeKey(resource, params, page)) : undefined;
  query.set('page_size', String(perPage));
  if (cursor !== undefined) query.set('cursor', cursor);
  else if (page > 1) query.set('page', String(page));
  return `${path}?${query}`;
}

/** The address of a file with all rows of a list: with its filters and its order. */
export function exportAddress(
  resource: string,
  params: GetListParams,
  file: Readonly<Record<string, string>>,
): string {
  const { path, query } = splitFilter(resource, params);
  for (const [name, value] of Object.entries(file)) query.set(name, value);
  return `${path}export/?${query}`;
}

/** Remembers the key at which the next page begins. */
export function rememberPlace(resource: string, params: GetListParams, cursor: string | null): void {
  if (cursor === null || resourceOf(resource).long !== true) return;
  if (places.size >= MOST_PLACES) places.clear();
  places.set(placeKey(resource, params, (params.pagination?.page ?? 1) + 1), cursor);
}

export function cursorOf(next: string | null | undefined): string | null {
  return next === null || next === undefined ? null : new URL(next).searchParams.get('cursor');
}

function placeKey(resource: string, params: GetListParams, page: number): string {
  const { path, query } = splitFilter(resource, params);
  return `${path}?${query}#${params.pagination?.perPage}#${page}`;
}

function splitFilter(resource: string, params: GetListParams): { path: string; query: URLSearchParams } {
  const { path, orderings } = resourceOf(resource);
  const filter: Record<string, string | number | boolean | null | undefined> = { ...params.filter };
  const filled = path.replace(/:([a-z]+)/g, (_, word: string) => {
    const id = filter[word] ?? '';
    delete filter[word];
    return encodeURIComponent(id);
  });
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(filter)) {
    if (value === undefined || value === null || value === '') continue;
    query.set(field === 'q' ? 'search' : field, String(value));
  }
  const { field, order } = params.sort ?? { field: 'id', order: 'ASC' };
  if (orderings.includes(field)) query.set('ordering', `${order === 'DESC' ? '-' : ''}${field}`);
  return { path: filled, query };
}

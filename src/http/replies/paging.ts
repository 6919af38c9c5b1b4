import type { FastifyRequest } from 'fastify';
import { DEFAULT_PAGE_SIZE } from '../../contract/page.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import { noSuchPage } from '../endpoints/parse-request.ts';
import { malformedHost } from '../endpoints/request-headers.ts';

/** The requested part of a list: a page, or `limit` rows after `offset` rows. */
export interface PageQuery {
  readonly page?: number | 'last' | undefined;
  readonly page_size?: number | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** The requested part of a list, in the dialect in which its links must be. */
export type ListPart =
  | { readonly by: 'page'; readonly page: number | 'last'; readonly size: number }
  | { readonly by: 'offset'; readonly offset: number; readonly size: number };

export interface PageSource<Row> {
  count(): Promise<number>;
  rows(limit: number, offset: number): Promise<readonly Row[]>;
}

export interface Page<Row> {
  count: number;
  next: string | null;
  previous: string | null;
  results: Row[];
}

/** @throws missing `http.no-such-page` past the last page; an empty list has one page */
export async function answerPage<Row>(
  request: FastifyRequest,
  publicUrl: string | null,
  query: PageQuery,
  source: PageSource<Row>,
): Promise<Page<Row>> {
  const part = partOf(query);
  const { size } = part;
  const count = await source.count();
  if (part.by === 'offset') {
    const { offset } = part;
    return {
      count,
      next: offset + size < count ? offsetLink(request, publicUrl, size, offset + size) : null,
      previous: offset > 0 ? offsetLink(request, publicUrl, size, offset - size) : null,
      results: offset >= count ? [] : [...(await source.rows(size, offset))],
    };
  }
  const last = Math.max(1, Math.ceil(count / size));
  const page = part.page === 'last' ? last : part.page;
  if (page > last) throw noSuchPage();
  const link = (to: number): string => linkWith(request, publicUrl, { page: to === 1 ? null : String(to) });
  return {
    count,
    next: page < last ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: count === 0 ? [] : [...(await source.rows(size, (page - 1) * size))],
  };
}

/** @throws invalid `http.invalid-request` if both dialects are used */
export function partOf({ page, page_size, limit, offset }: PageQuery): ListPart {
  if (limit === undefined && offset === undefined) {
    return { by: 'page', page: page ?? 1, size: page_size ?? DEFAULT_PAGE_SIZE };
  }
  if (page !== undefined || page_size !== undefined) {
    throw invalidField(limit === undefined ? 'offset' : 'limit', 'not_with_pages');
  }
  return { by: 'offset', offset: offset ?? 0, size: limit ?? DEFAULT_PAGE_SIZE };
}

/** As Django REST framework writes it: without `offset` for the first rows. */
export function offsetLink(
  request: FastifyRequest,
  publicUrl: string | null,
  limit: number,
  offset: number,
): string {
  return linkWith(request, publicUrl, {
    limit: String(limit),
    offset: offset <= 0 ? null : String(offset),
    cursor: null,
  });
}

/** The address of this request with other parameters; null removes one. */
export function linkWith(
  request: FastifyRequest,
  publicUrl: string | null,
  parameters: Readonly<Record<string, string | null>>,
): string {
  // The address as the client wrote it, because both forms of a path are supported.
  const url = new URL(request.originalUrl, 'http://localhost');
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${baseUrl(request, publicUrl)}${url.pathname}${url.search}`;
}

/**
 * PUBLIC_URL, otherwise the host that the client or a trusted proxy sent. The form of the host was checked
 * before.
 *
 * @throws invalid `http.malformed-host` if neither is known
 */
export function baseUrl(request: FastifyRequest, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  if (request.host === '') throw malformedHost();
  return `${request.protocol}://${request.host}`;
}

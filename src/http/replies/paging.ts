import type { FastifyRequest } from 'fastify';
import { DEFAULT_PAGE_SIZE } from '../../contract/page.ts';
import { noSuchPage } from '../endpoints/parse-request.ts';
import { malformedHost } from '../endpoints/request-headers.ts';

/** The requested part of a list. */
export interface PageQuery {
  readonly page?: number | 'last' | undefined;
  readonly page_size?: number | undefined;
}

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
  const size = query.page_size ?? DEFAULT_PAGE_SIZE;
  const count = await source.count();
  const last = Math.max(1, Math.ceil(count / size));
  const page = query.page === 'last' ? last : (query.page ?? 1);
  if (page > last) throw noSuchPage();
  const link = (to: number): string => linkWith(request, publicUrl, { page: to === 1 ? null : String(to) });
  return {
    count,
    next: page < last ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: count === 0 ? [] : [...(await source.rows(size, (page - 1) * size))],
  };
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

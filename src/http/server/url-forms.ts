const API = '/api/v1/';
/** A path of a file has only one form. */
const FILE = /\.[a-z]+$/;

/**
 * The form of an address by which routes are found: with a trailing slash, and with hyphens between words.
 * Clients of the old API also write `…/executions` and `…/test_connection/`. Both forms are answered directly
 * and never redirected.
 */
export function canonicalUrl(url: string): string {
  const queryAt = url.search(/[?#]/);
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  if (!path.startsWith(API) || FILE.test(path)) return url;
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  const dashed = path.replaceAll('_', '-');
  return `${dashed.endsWith('/') ? dashed : `${dashed}/`}${query}`;
}

const API = '/api/v1/';
/** Files: they have one form. */
const FILE = /\.[a-z]+$/;

/**
 * The one form of an address that routes are known by: with a slash at its end, its words joined by dashes.
 * Clients of the old API write `…/executions` and `…/test_connection/` too; each is answered as it is,
 * never redirected.
 */
export function canonicalUrl(url: string): string {
  const queryAt = url.search(/[?#]/);
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  if (!path.startsWith(API) || FILE.test(path)) return url;
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  const dashed = path.replaceAll('_', '-');
  return `${dashed.endsWith('/') ? dashed : `${dashed}/`}${query}`;
}

const API = '/api/v1/';
/** Files have only one form. */
const FILE = /\.[a-z]+$/;

/**
 * The form of an address by which routes are known: with a trailing slash and words joined by hyphens.
 * Clients of the old API also write `…/executions` and `…/test_connection/`; both are answered directly,
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

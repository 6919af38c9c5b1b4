/**
 * The panel's path below the service's address. The panel reads the rest of the path as the name of one of its
 * pages.
 */
export const PANEL_PATH = '/admin/sync_woocommerce/';

/**
 * The page for a new password. The token is in the fragment, which browsers never send, so no proxy, log or
 * Referer header contains it. The panel removes it from the address at once.
 */
export function resetLink(publicUrl: string, token: string): string {
  return `${publicUrl}${PANEL_PATH}reset-password#${token}`;
}

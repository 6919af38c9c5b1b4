/** Where the panel is below the service's address. It reads the rest of a path as one of its pages. */
export const PANEL_PATH = '/admin/sync_woocommerce/';

/**
 * Where a new password is set. The token is in the fragment, which browsers never send: no proxy, log or Referer
 * header gets it. The panel takes it out of the address at once.
 */
export function resetLink(publicUrl: string, token: string): string {
  return `${publicUrl}${PANEL_PATH}reset-password#${token}`;
}

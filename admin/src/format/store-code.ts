/** A status as the store writes it (`wc-on-hold` less its prefix, `Checked In`), as the dictionary names it. */
export function storeCode(status: string): string {
  return status.toLowerCase().replaceAll(/[ -]/g, '_');
}

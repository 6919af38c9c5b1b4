/** Converts a status of the store (`wc-on-hold` or `Checked In`) to its key in the dictionary. */
export function storeCode(status: string): string {
  return status.toLowerCase().replaceAll(/[ -]/g, '_');
}

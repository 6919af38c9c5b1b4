/** By which one recognises the key of a set in an `authorized_keys`. */
export function keyComment(setName: string): string {
  return `taquilla-${setName.toLowerCase().replace(/[^a-z\d]+/g, '-')}`;
}

/**
 * The texts of a page that were read otherwise than they arrived, by the first id of their row: that of
 * the order, line or post which the text belongs to.
 */
export class Rereads {
  readonly #arrived = new Map<string, string>();

  add(owner: string, read: string, arrived: string): void {
    this.#arrived.set(`${owner} ${read}`, arrived);
  }

  /** As a text of this owner arrived; undefined: as it was read. */
  arrivedAs(owner: number, read: string): string | undefined {
    return this.#arrived.get(`${owner} ${read}`);
  }

  get areNone(): boolean {
    return this.#arrived.size === 0;
  }

  forget(): void {
    this.#arrived.clear();
  }
}

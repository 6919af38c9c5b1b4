/**
 * The texts of a page that were decoded, by the first id of their row: that of the order, line or post to which
 * the text belongs.
 */
export class Rereads {
  readonly #arrived = new Map<string, string>();

  add(owner: string, read: string, arrived: string): void {
    this.#arrived.set(`${owner} ${read}`, arrived);
  }

  /** The original of a text of this owner that was decoded; undefined if the text was not decoded. */
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

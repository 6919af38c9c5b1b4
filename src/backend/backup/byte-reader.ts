/** Takes as many bytes as are wanted at a time, from a source that comes in pieces of any size. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes; fewer where the source ends before. */
  async take(bytes: number): Promise<Buffer> {
    while (this.#heldBytes < bytes && (await this.#more()));
    const all = this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held);
    const held = all ?? Buffer.alloc(0);
    const taken = held.subarray(0, bytes);
    this.#hold(held.subarray(bytes));
    return taken;
  }

  /** One line, its end left out; null where none ends within so many bytes. */
  async takeLine(longest: number): Promise<string | null> {
    const start = await this.take(longest);
    const end = start.indexOf('\n');
    this.#hold(Buffer.concat([start.subarray(end + 1), ...this.#held]));
    return end === -1 ? null : start.subarray(0, end).toString('utf8');
  }

  /** Whether nothing is left. */
  async isOver(): Promise<boolean> {
    while (this.#heldBytes === 0) if (!(await this.#more())) return true;
    return false;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return false;
    this.#held.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    this.#heldBytes += value.byteLength;
    return true;
  }

  #hold(rest: Buffer): void {
    this.#held = rest.length === 0 ? [] : [rest];
    this.#heldBytes = rest.length;
  }
}

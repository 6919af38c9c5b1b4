/** Reads an exact number of bytes at a time from a source of chunks of any size. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Returns exactly this many bytes, or fewer at the end of the source. */
  async take(bytes: number): Promise<Buffer> {
    while (this.#bufferedBytes < bytes && (await this.#more()));
    const all = this.#buffered.length === 1 ? this.#buffered[0] : Buffer.concat(this.#buffered);
    const buffered = all ?? Buffer.alloc(0);
    const taken = buffered.subarray(0, bytes);
    this.#keep(buffered.subarray(bytes));
    return taken;
  }

  /** One line without its line break; null if no line ends within this many bytes. */
  async takeLine(longest: number): Promise<string | null> {
    const start = await this.take(longest);
    const end = start.indexOf('\n');
    this.#keep(Buffer.concat([start.subarray(end + 1), ...this.#buffered]));
    return end === -1 ? null : start.subarray(0, end).toString('utf8');
  }

  /** Whether nothing is left. */
  async isOver(): Promise<boolean> {
    while (this.#bufferedBytes === 0) if (!(await this.#more())) return true;
    return false;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return false;
    this.#buffered.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    this.#bufferedBytes += value.byteLength;
    return true;
  }

  #keep(rest: Buffer): void {
    this.#buffered = rest.length === 0 ? [] : [rest];
    this.#bufferedBytes = rest.length;
  }
}

/** Splits arriving bytes into whole lines without line breaks. A line may arrive in any number of pieces. */
export class LineSplitter {
  readonly #limitBytes: number;
  readonly #onLine: (line: Buffer) => void;
  readonly #tooLong: () => void;
  #rest: Buffer[] = [];
  #restBytes = 0;

  constructor(limitBytes: number, onLine: (line: Buffer) => void, tooLong: () => void) {
    this.#limitBytes = limitBytes;
    this.#onLine = onLine;
    this.#tooLong = tooLong;
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(0x0a, from);
      if (end < 0) break;
      const part = bytes.subarray(from, end);
      from = end + 1;
      if (this.#restBytes === 0) {
        this.#onLine(part);
      } else {
        const line = Buffer.concat([...this.#rest, part]);
        this.#rest = [];
        this.#restBytes = 0;
        this.#onLine(line);
      }
    }
    if (from === bytes.length) return;
    this.#rest.push(bytes.subarray(from));
    this.#restBytes += bytes.length - from;
    if (this.#restBytes > this.#limitBytes) this.#tooLong();
  }
}

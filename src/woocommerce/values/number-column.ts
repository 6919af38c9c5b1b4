/**
 * A growing column of numbers with eight bytes each, for ids of hundreds of thousands of rows. Ordinary arrays
 * of objects would take ten times the memory.
 */
export class NumberColumn {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The values in the order in which they arrived. */
  take(): Float64Array {
    return this.#values.slice(0, this.#length);
  }

  /** The values in ascending order, each once. */
  takeSorted(): Float64Array {
    const sorted = this.take().sort();
    let kept = 0;
    for (let at = 0; at < sorted.length; at += 1) {
      const value = sorted[at] ?? 0;
      if (kept === 0 || value !== sorted[kept - 1]) {
        sorted[kept] = value;
        kept += 1;
      }
    }
    return sorted.slice(0, kept);
  }
}

/** The first position in an ascending column whose value is not below `value`. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of a value in an ascending column; −1 if it is missing. */
export function placeOf(sorted: Float64Array, value: number): number {
  const at = lowerBound(sorted, value);
  return sorted[at] === value ? at : -1;
}

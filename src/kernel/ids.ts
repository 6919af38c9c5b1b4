import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/**
 * Random bytes are requested for many ids at a time: a first sync creates hundreds of thousands, and each
 * request costs more than its id.
 */
const random = new Uint8Array(512 * BYTES);
let used = random.length;
let lastMs = 0;
let sequence = 0;

/** A new row's id: UUIDv7, so that ids of rows made together lie together in the index. */
export function newId(): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const bytes = random.subarray(used, used + BYTES);
  used += BYTES;
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // A random start of 31 bits leaves as many values for counting within the millisecond.
    sequence = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random: bytes, msecs: lastMs, seq: sequence | 0 });
}

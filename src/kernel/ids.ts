import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/**
 * Random bytes are requested for many ids at a time, because a first sync creates hundreds of thousands of ids,
 * and each request costs more than the id.
 */
const random = new Uint8Array(512 * BYTES);
let used = random.length;
let lastMs = 0;
let sequence = 0;

/** The id of a new row. It is a UUIDv7, so that rows created together are near each other in the index. */
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
    // The counter starts at a random value below 2³¹, so as many values remain for counting within the
    // millisecond.
    sequence = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random: bytes, msecs: lastMs, seq: sequence | 0 });
}

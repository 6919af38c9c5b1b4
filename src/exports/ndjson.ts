import { PIECE, type Writer } from './column.ts';

/** Writes one JSON object a line, with the names and values of the API. */
export const writeNdjson: Writer = async function* write({ items, objectOf }, written) {
  let piece = '';
  for await (const batch of items) {
    for (const item of batch) {
      piece += `${JSON.stringify(objectOf(item))}\n`;
      written.rows += 1;
    }
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
};

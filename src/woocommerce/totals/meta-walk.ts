import { cellId, cellText } from '../values/cells.ts';
import { placeOf } from '../values/number-column.ts';
import type { CountScope } from './scope.ts';

/** From this many posts on, scanning the whole key is quicker than looking up each post. */
const WALK_FROM = 5000;

type Walked = Pick<CountScope, 'connection' | 'tables'>;

/**
 * Passes on the first value of a meta key by position in `ids`; a row with a lower id that arrives later replaces it.
 */
export async function walk(
  { connection, tables }: Walked,
  key: string,
  ids: Float64Array,
  signal: AbortSignal,
  onValue: (at: number, value: string) => void,
): Promise<void> {
  if (ids.length === 0) return;
  const metaIds = new Float64Array(ids.length).fill(Number.POSITIVE_INFINITY);
  await connection.scan(
    `SELECT m.post_id, m.meta_id, m.meta_value FROM ${tables.postmeta} m WHERE m.meta_key = '${key}' ${among(ids)}`,
    ([post, meta, value]) => {
      const at = placeOf(ids, cellId(post));
      if (at < 0) return;
      const metaId = cellId(meta);
      if ((metaIds[at] ?? 0) <= metaId) return;
      metaIds[at] = metaId;
      onValue(at, cellText(value) ?? '');
    },
    signal,
  );
}

/** The values of a meta key that are not empty, by position in `ids`. */
export async function filledTexts(
  scope: Walked,
  key: string,
  ids: Float64Array,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  await walk(scope, key, ids, signal, (at, text) => {
    if (text === '') texts.delete(at);
    else texts.set(at, text);
  });
  return texts;
}

/** A meta with its own name, of several that share a prefix. */
export interface NamedMeta {
  readonly metaId: number;
  readonly key: string;
  readonly value: string;
}

/** The metas of these posts whose name begins so, by position in `ids`; most posts have none. */
export async function metasWithPrefix(
  { connection, tables }: Walked,
  prefix: string,
  ids: Float64Array,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, readonly NamedMeta[]>> {
  const found = new Map<number, NamedMeta[]>();
  if (ids.length === 0) return found;
  const like = prefix.replaceAll('_', '|_');
  await connection.scan(
    `SELECT m.post_id, m.meta_id, m.meta_key, m.meta_value FROM ${tables.postmeta} m
     WHERE m.meta_key LIKE '${like}%' ESCAPE '|' ${among(ids)}`,
    ([post, meta, key, value]) => {
      const at = placeOf(ids, cellId(post));
      if (at < 0) return;
      const named = { metaId: cellId(meta), key: cellText(key) ?? '', value: cellText(value) ?? '' };
      const ofPost = found.get(at);
      if (ofPost === undefined) found.set(at, [named]);
      else ofPost.push(named);
    },
    signal,
  );
  return found;
}

function among(ids: Float64Array): string {
  return ids.length < WALK_FROM ? `AND m.post_id IN (${ids.join(',')})` : '';
}

import { decodeHTML } from 'entities';
import type { TicketDetails } from '../../vocabulary/ticket-details.ts';
import type { Attendee, FormAnswer } from '../model/store-order.ts';

/** An attendee in the checkout record or in a ticket post. */
export interface Named {
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  /** The details; absent if they are not known any more. */
  readonly details?: TicketDetails | undefined;
}

interface Candidate<T> {
  readonly item: T;
  readonly rank: number;
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * Pairs ticket posts with the attendees of the checkout record from which they were made, because the plugin
 * keeps no link between them. It pairs greedily in three rounds: first pairs with all fields equal, then those
 * with the most equal fields that are not empty, then those with the closest rank. The rank is the position in
 * each list (posts by id, attendees by `x.y`), and decides between equal candidates. Every element of the
 * shorter list gets a partner.
 */
export function pairAttendees<P extends Named, E extends Named>(
  posts: readonly P[],
  entries: readonly E[],
): ReadonlyMap<P, E> {
  const pairs = new Map<P, E>();
  const freePosts = new Set(posts.map(candidate));
  const freeEntries = new Set(entries.map(candidate));
  const pair = (post: Candidate<P>, entry: Candidate<E>) => {
    freePosts.delete(post);
    freeEntries.delete(entry);
    pairs.set(post.item, entry.item);
  };

  const sameEntries = new Map<string, Candidate<E>[]>();
  for (const entry of freeEntries) {
    const same = sameEntries.get(canonical(entry.fields));
    if (same === undefined) sameEntries.set(canonical(entry.fields), [entry]);
    else same.push(entry);
  }
  for (const post of freePosts) {
    const entry = sameEntries.get(canonical(post.fields))?.shift();
    if (entry !== undefined) pair(post, entry);
  }

  const choices = [...freePosts].flatMap((post) =>
    [...freeEntries].map((entry) => ({
      post,
      entry,
      equal: equalFields(post.fields, entry.fields),
      distance: Math.abs(post.rank - entry.rank),
    })),
  );
  choices.sort(
    (a, b) =>
      b.equal - a.equal ||
      a.distance - b.distance ||
      a.post.rank - b.post.rank ||
      a.entry.rank - b.entry.rank,
  );
  // Pairs without an equal field come last, ordered only by distance: they are the third round.
  for (const { post, entry } of choices) {
    if (freePosts.has(post) && freeEntries.has(entry)) pair(post, entry);
  }
  return pairs;
}

function candidate<T extends Named>(item: T, rank: number): Candidate<T> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(item.attendee))
    fields.set(`attendee.${name}`, comparable(value));
  for (const { key, value } of item.formData) fields.set(`form.${key}`, comparable(value));
  for (const [name, value] of Object.entries(item.details ?? {}))
    fields.set(`details.${name}`, comparable(value instanceof Date ? value.toISOString() : value));
  // One side stores an empty answer, and the other leaves it out.
  for (const [name, value] of fields) if (value === '') fields.delete(name);
  return { item, rank, fields };
}

/** The plugin escapes posts and records in different ways, so backslashes, entities and spaces are ignored. */
function comparable(text: string | null): string {
  return decodeHTML((text ?? '').replaceAll('\\', ''))
    .replace(/\s+/gu, ' ')
    .trim();
}

function canonical(fields: ReadonlyMap<string, string>): string {
  return JSON.stringify([...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function equalFields(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  let equal = 0;
  for (const [name, value] of a) if (b.get(name) === value) equal += 1;
  return equal;
}

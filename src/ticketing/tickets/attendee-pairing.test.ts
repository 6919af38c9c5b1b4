import { expect, test } from 'vitest';
import { attendeeNamed } from '../examples/example-order.ts';
import { type Named, pairAttendees } from './attendee-pairing.ts';

interface Person extends Named {
  readonly at: string;
}

/** `at` is the post or the key of the record; answers are `key=value`. */
function person(at: string, firstName: string | null, ...answers: string[]): Person {
  const formData = answers.map((answer) => {
    const [key = '', value = ''] = answer.split('=');
    return { key, label: null, value };
  });
  return { at, attendee: attendeeNamed(firstName), formData };
}

function pairs(posts: readonly Person[], entries: readonly Person[]): string[] {
  return [...pairAttendees(posts, entries)].map(([post, entry]) => `${post.at}<${entry.at}`).toSorted();
}

test('a post pairs with the attendee whose every field is equal, in any order', () => {
  expect(
    pairs(
      [person('p1', 'Bea', 'size=M'), person('p2', 'Ana')],
      [person('1.1', 'Ana'), person('1.2', 'Bea', 'size=M')],
    ),
  ).toEqual(['p1<1.2', 'p2<1.1']);
});

test.each([
  ['an apostrophe', "O'Higgins", 'O&#039;Higgins'],
  ['a lost backslash', 'a\\b', 'ab'],
  ['an escaped quote', '"dieta"', '\\&quot;dieta\\&quot;'],
  ['spaces and lines', ' Ana  María\n', 'Ana María'],
  ['an empty value and none', '', null],
])('%s written in two ways is the same', (_, onPost, inRecord) => {
  const entries = [person('1.1', 'Zoe'), person('1.2', inRecord)];
  expect(pairs([person('p1', onPost), person('p2', 'Zoe')], entries)).toEqual(['p1<1.2', 'p2<1.1']);
});

test('an answer left empty by one side and left out by the other is the same', () => {
  const entries = [person('1.1', 'Ana', 'size=L'), person('1.2', 'Ana')];
  expect(pairs([person('p1', 'Ana', 'size=')], entries)).toEqual(['p1<1.2']);
});

test('an attendee who was renamed later is recognised by the other answers', () => {
  const entries = [person('1.1', 'Ana', 'size=L', 'id=1'), person('1.2', 'Bea', 'size=L', 'id=2')];
  expect(pairs([person('p1', 'Zoe', 'size=L', 'id=2')], entries)).toEqual(['p1<1.2']);
});

test('fields that both left empty do not count as equal', () => {
  const entries = [person('1.1', 'Bea', 'size=', 'id='), person('1.2', 'Ana', 'size=L', 'id=2')];
  expect(pairs([person('p1', 'Ana', 'size=', 'id=')], entries)).toEqual(['p1<1.2']);
});

test('an exact pair is never given up for a partial one', () => {
  const entries = [person('1.1', 'Ana', 'id=1'), person('1.2', 'Ana', 'id=2')];
  const posts = [person('p1', 'Ana', 'id=9'), person('p2', 'Ana', 'id=1')];
  expect(pairs(posts, entries)).toEqual(['p1<1.2', 'p2<1.1']);
});

test('attendees without any data are paired in their order', () => {
  const entries = ['1.1', '1.2', '1.3'].map((at) => person(at, null));
  expect(pairs([person('p1', null), person('p2', null)], entries)).toEqual(['p1<1.1', 'p2<1.2']);
});

test('posts and attendees with nothing in common are paired by closest rank', () => {
  const entries = [person('1.1', 'Ana'), person('1.2', 'Bea'), person('1.3', 'Eva')];
  const posts = [person('p1', 'Ana'), person('p2', 'Ida'), person('p3', 'Mia')];
  expect(pairs(posts, entries)).toEqual(['p1<1.1', 'p2<1.2', 'p3<1.3']);
});

test('posts beyond the attendees are left over, and attendees beyond the posts', () => {
  const posts = [person('p1', 'Ida'), person('p2', 'Ana')];
  expect(pairs(posts, [person('1.1', 'Ana')])).toEqual(['p2<1.1']);
  expect(pairs([], [person('1.1', 'Ana')])).toEqual([]);
});

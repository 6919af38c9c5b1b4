import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeThreeWay } from './three-way-merge.ts';

test.each([
  ['nothing changed', 'a', 'a', 'a', 'a', 0],
  ['the store changed', 'a', 'a', 'b', 'b', 0],
  ['we changed', 'a', 'b', 'a', 'b', 0],
  ['both changed alike', 'a', 'b', 'b', 'b', 0],
  ['both changed differently', 'a', 'b', 'c', 'b', 1],
  ['the store erased it', 'a', 'a', null, null, 0],
  ['the store erased what we changed', 'a', 'b', null, 'b', 1],
  ['we erased it', 'a', null, 'a', null, 0],
])('when %s', (_, base, ours, theirs, merged, conflicts) => {
  const result = mergeThreeWay({ name: base }, { name: ours }, { name: theirs });
  expect(result.merged).toEqual({ name: merged });
  expect(result.conflicts).toHaveLength(conflicts);
});

test('a conflict contains all three values of its field', () => {
  const { conflicts } = mergeThreeWay({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 3, b: 4 });
  expect(conflicts).toEqual([{ field: 'a', base: 1, ours: 2, theirs: 3 }]);
});

test('answers and times are compared by content', () => {
  const answers = () => ({ formData: [{ key: 'size', value: 'L' }], startsAt: new Date(0) });
  const edited = { formData: [{ key: 'size', value: 'XL' }], startsAt: new Date(0) };
  expect(mergeThreeWay(answers(), answers(), edited).merged).toEqual(edited);
});

test('a field that was never synced is filled where it is empty, and kept where it is not', () => {
  expect(mergeThreeWay(null, { phone: null }, { phone: '1' }).merged).toEqual({ phone: '1' });
  expect(mergeThreeWay({}, {}, { phone: '1' }).merged).toEqual({ phone: '1' });
  const kept = mergeThreeWay({}, { phone: '2' }, { phone: '1' });
  expect(kept.merged).toEqual({ phone: '2' });
  expect(kept.conflicts).toEqual([{ field: 'phone', base: undefined, ours: '2', theirs: '1' }]);
});

test('fields that only we have are left out', () => {
  expect(mergeThreeWay({ a: 1 }, { a: 1, note: 'ours' }, { a: 2 }).merged).toEqual({ a: 2 });
});

test('no local edit is ever lost, and a second sync of the same values changes nothing', () => {
  const record = fc.record({ a: fc.integer({ max: 2, min: 0 }), b: fc.constantFrom(null, 'x', 'y') });
  fc.assert(
    fc.property(record, record, record, (base, ours, theirs) => {
      const { merged, conflicts } = mergeThreeWay(base, ours, theirs);
      for (const field of ['a', 'b'] as const) {
        expect(merged[field]).toBe(ours[field] === base[field] ? theirs[field] : ours[field]);
        const isConflict = new Set([base[field], ours[field], theirs[field]]).size === 3;
        expect(conflicts.some((conflict) => conflict.field === field)).toBe(isConflict);
      }
      expect(mergeThreeWay(theirs, merged, theirs).merged).toEqual(merged);
    }),
  );
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { decimalInput, idShape } from '../../contract/scalars.ts';
import { type FormPair, formReader } from './form-values.ts';

const BODY = z.strictObject({
  text: z.string(),
  maybe: z.string().nullable().optional(),
  whole: z.int().nullable().optional(),
  fee: decimalInput({ min: 0, max: 100, digits: 2 }).optional(),
  yes: z.boolean().optional(),
  state: z.enum(['a', '1']).optional(),
  ids: z.array(idShape).optional(),
  numbers: z.array(z.int()).optional(),
  mapping: z.record(z.string(), z.enum(['paid', 'pending'])).optional(),
  answers: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
  place: z.strictObject({ row: z.string(), seat: z.int() }).nullable().optional(),
});

const read = formReader(BODY);
const pairs = (form: string): readonly FormPair[] =>
  form === '' ? [] : [...new URLSearchParams(form)].map(([name, text]) => [name, text]);

test.each([
  ['', {}],
  ['text=12&maybe=null&whole=12', { text: '12', maybe: 'null', whole: 12 }],
  ['text=&maybe=&whole=', { text: '', maybe: null, whole: null }],
  ['whole=null&place=null', { whole: null, place: null }],
  ['whole=1.5', { whole: 1.5 }],
  ['whole=0x10', { whole: '0x10' }],
  ['whole=1e3', { whole: '1e3' }],
  ['fee=10.5', { fee: '10.5' }],
  ['yes=true', { yes: true }],
  ['yes=False', { yes: false }],
  ['yes=0&state=1', { yes: false, state: '1' }],
  ['yes=perhaps', { yes: 'perhaps' }],
  ['text=a&text=b', { text: 'b' }],
  ['numbers=1&numbers=2', { numbers: [1, 2] }],
  ['numbers[]=3', { numbers: [3] }],
  ['numbers[1]=5&numbers[0]=4', { numbers: [4, 5] }],
  ['numbers[10]=2&numbers[9]=1', { numbers: [1, 2] }],
  ['numbers=[1, 2]', { numbers: [1, 2] }],
  ['numbers=', { numbers: [] }],
  ['numbers=x', { numbers: ['x'] }],
  ['numbers[4294967295]=1', { numbers: [1] }],
  ['mapping.wc-sent=paid&mapping.other=pending', { mapping: { 'wc-sent': 'paid', other: 'pending' } }],
  ['mapping={"sent":"paid"}', { mapping: { sent: 'paid' } }],
  ['mapping={sent', { mapping: '{sent' }],
  [
    'answers[0]key=a&answers[0]value=1&answers[1].key=b&answers[1].value=2',
    {
      answers: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    },
  ],
  ['answers=[{"key":"a","value":"b"}]', { answers: [{ key: 'a', value: 'b' }] }],
  ['place.row=A&place.seat=7', { place: { row: 'A', seat: 7 } }],
  ['unknown=1&text.x=2&other[0]=3', { unknown: '1', text: '2', 'other[0]': '3' }],
])('the form %j is read as %j', (form, body) => {
  expect(read(pairs(form))).toEqual(body);
});

test('no name of a form reaches the prototype of an object', () => {
  const found = read(pairs('__proto__=1&constructor=2&mapping.__proto__=paid&__proto__.x=3'));
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  expect(Object.keys(found).toSorted()).toEqual(['__proto__', '__proto__.x', 'constructor', 'mapping']);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('an operation without a body takes the texts as they are', () => {
  expect(formReader(null)(pairs('a=1&a=2&b='))).toEqual({ a: '2', b: '' });
});

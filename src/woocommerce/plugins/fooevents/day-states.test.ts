import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOddDayRecord, lastDay, readDayStates } from './day-states.ts';

const recorded = (numDays: number) => ({ numDays, keepsDays: true });

/** `1 0 1`: checked in on the first and the third day. */
function daysIn(...args: Parameters<typeof readDayStates>): string {
  const days = readDayStates(...args);
  expect(days.map(({ day }) => day)).toEqual(days.map((_, at) => at + 1));
  return days.map(({ checkedIn }) => (checkedIn ? '1' : '0')).join(' ');
}

describe('the days of a ticket', () => {
  it('are one, by its status, for an event of one day, despite an old JSON', () => {
    expect(daysIn('Checked In', null, recorded(1))).toBe('1');
    expect(daysIn('Canceled', '{"1":"Checked In"}', recorded(1))).toBe('0');
    expect(daysIn(null, null, recorded(1))).toBe('0');
  });

  it.each([
    ['{"1":"Checked In","2":"Not Checked In","4":""}', '1 0 0 0'],
    ['{"2":"Checked In"}', '0 1 0 0'],
    ['{"1":"Cancelled","3":"Checked In"}', '0 0 1 0'],
    ['{"4":"Canceled"}', '0 0 0 0'],
    ['{"":"Checked In","2":"Checked In"}', '0 1 0 0'],
    ['{"1":"checked in","2":["Checked In"],"3":{"a":"Checked In"},"4":1}', '0 0 0 0'],
    ['{"0":"Checked In","01":"Checked In","5":"Checked In","one":"Checked In"}', '0 0 0 0'],
    [' { "3" : "Checked In" } ', '0 0 1 0'],
  ])('are all days of the event, from the JSON %s', (json, days) => {
    expect(daysIn('Not Checked In', json, recorded(4))).toBe(days);
    // A record counts more than the status.
    expect(daysIn('Checked In', json, recorded(4))).toBe(days);
  });

  it.each([
    [null],
    [''],
    ['{'],
    ['[]'],
    ['{}'],
    ['null'],
    ['0'],
    ['"Checked In"'],
    ['["Checked In","Checked In"]'],
    ['a:2:{i:1;s:10:"Checked In";i:2;s:10:"Checked In";}'],
    ['Checked In'],
  ])('come from the status where the JSON is %s: nothing was recorded yet', (json) => {
    expect(daysIn('Not Checked In', json, recorded(2))).toBe('0 0');
    expect(daysIn('Checked In', json, recorded(2))).toBe('1 0');
  });

  it('come from the status where the add-on is off, despite its old records', () => {
    const off = { numDays: 3, keepsDays: false };
    expect(
      daysIn('Checked In', '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}', off),
    ).toBe('1 0 0');
    expect(daysIn('Not Checked In', '{"1":"Checked In","2":"Checked In"}', off)).toBe('0 0 0');
  });

  it('are as many as the event has, and never an error, for any JSON', () => {
    const state = fc.oneof(fc.constantFrom('Checked In', 'Not Checked In', 'Cancelled', ''), fc.jsonValue());
    const record = fc
      .dictionary(fc.oneof(fc.nat(12).map(String), fc.string()), state)
      .map((of) => JSON.stringify(of));
    const php = fc
      .array(fc.string())
      .map((of) => `a:${of.length}:{${of.map((one, at) => `i:${at};s:${one.length}:"${one}";`).join('')}}`);
    const anything = fc.oneof(
      record,
      php,
      fc.json(),
      fc.string(),
      record.map((text) => text.slice(0, -1)),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        anything,
        fc.string(),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (text, status, numDays, keepsDays) => {
          const days = readDayStates(status, text, { numDays, keepsDays });
          expect(days.map(({ day }) => day)).toEqual(Array.from({ length: numDays }, (_, at) => at + 1));
          expect(lastDay(text ?? '')).toBeGreaterThanOrEqual(1);
          isOddDayRecord(text);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a record', () => {
  it.each([
    ['{"1":"Checked In","2":"Not Checked In"}', false],
    ['{"2":"Checked In"}', false],
    ['', false],
    [null, false],
    ['[]', true],
    ['null', true],
    ['{"":"Checked In","1":"Checked In"}', true],
    ['{"1":["Checked In"]}', true],
    ['a:1:{i:1;s:10:"Checked In";}', true],
  ])('%s is odd: %s', (text, odd) => {
    expect(isOddDayRecord(text)).toBe(odd);
  });

  it('gives the number of days of a deleted event', () => {
    expect(lastDay('{"1":"Checked In","3":"Not Checked In"}')).toBe(3);
    expect(lastDay('{"":"Checked In","two":"","2":""}')).toBe(2);
    for (const text of ['{', '[]', '["a","b","c"]', '"x"', '{"one":"Checked In"}', 'null'])
      expect(lastDay(text)).toBe(1);
  });
});

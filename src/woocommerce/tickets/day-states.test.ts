import { describe, expect, it } from 'vitest';
import { lastDay, readDayStates } from './day-states.ts';

describe('the days of a ticket', () => {
  it('are one, by its status, for an event of one day, whatever an old JSON says', () => {
    expect(readDayStates('Checked In', null, 1)).toEqual([{ day: 1, checkedIn: true }]);
    expect(readDayStates('Canceled', '{"1":"Checked In"}', 1)).toEqual([{ day: 1, checkedIn: false }]);
    expect(readDayStates(null, null, 1)).toEqual([{ day: 1, checkedIn: false }]);
  });

  it('are those of the JSON for an event of several', () => {
    expect(readDayStates('Not Checked In', '{"1":"Checked In","2":"Not Checked In","10":""}', 10)).toEqual([
      { day: 1, checkedIn: true },
      { day: 2, checkedIn: false },
      { day: 10, checkedIn: false },
    ]);
  });

  it('are all of them before the JSON is there', () => {
    expect(readDayStates('Checked In', '', 2)).toEqual([
      { day: 1, checkedIn: true },
      { day: 2, checkedIn: false },
    ]);
  });

  it.each([['{'], ['[]'], ['"x"'], ['{"one":"Checked In"}'], ['{"0":"Checked In"}'], ['null']])(
    'are refused when the JSON is %s',
    (json) => {
      expect(() => readDayStates(null, json, 2)).toThrow(
        expect.objectContaining({ kind: 'rejected', code: 'ticket.broken-day-status' }),
      );
      expect(lastDay(json)).toBe(1);
    },
  );

  it('tell how many days a deleted event had', () => {
    expect(lastDay('{"1":"Checked In","3":"Not Checked In"}')).toBe(3);
  });
});

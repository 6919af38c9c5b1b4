import { type Part, readSerialised } from './serialised-text.ts';

/** The proof's own count of a checkout's record. */
export interface RecordCensus {
  /** The number of attendees that name the event. */
  readonly attendees: readonly ReadonlyMap<string, Part>[];
  /** true if a part of the record is not an attendee, or names no event. */
  readonly isOdd: boolean;
}

interface EventMark {
  readonly productField: string;
  readonly field: string;
  readonly ids: readonly number[];
}

/** How many layers of serialisation are decoded. */
const MOST_WRAPPED = 3;
const ID = /^\s*0*([1-9]\d*)(?:\.0*)?\s*$/;

/**
 * Counts a record's attendees, `[x][y] → fields`, one by one. This is for records whose text has more or fewer
 * marks than bought units. A record that was serialised twice contains its text as a value.
 *
 * @param mark the field and ids by which an attendee names the event; every attendee has a `productField`
 */
export function censusOf(record: Part, { productField, field, ids }: EventMark): RecordCensus {
  const value = unwrapped(record);
  const names = new Set(ids.map(String));
  if (value === null) return { attendees: [], isOdd: false };
  if (typeof value === 'string') return { attendees: [], isOdd: Number(value) !== 0 };
  const attendees: ReadonlyMap<string, Part>[] = [];
  let isOdd = false;
  for (const group of value.values()) {
    if (!(group instanceof Map)) isOdd = true;
    else {
      for (const attendee of group.values()) {
        const idIn = (name: string): string => ID.exec(textOf(attendee, name))?.[1] ?? '';
        if (idIn(productField) === '') isOdd = true;
        else if (attendee instanceof Map && names.has(idIn(field))) attendees.push(attendee);
      }
    }
  }
  return { attendees, isOdd };
}

/** The text of a field; '' if no field has this name. */
function textOf(attendee: Part, name: string): string {
  const text = attendee instanceof Map ? (attendee.get(name) ?? '') : '';
  return typeof text === 'string' ? text : '';
}

function unwrapped(record: Part): Part {
  let value = record;
  for (let wrapped = 1; wrapped < MOST_WRAPPED && typeof value === 'string'; wrapped += 1) {
    const inner = readSerialised(value);
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

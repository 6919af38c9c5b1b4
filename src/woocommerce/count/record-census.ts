type Part = string | null | ReadonlyMap<string, Part>;

/** What the proof itself finds in a checkout's record. */
export interface RecordCensus {
  /** Attendees that name the event. */
  readonly named: number;
  /** Something stands in it that is nobody's ticket, or does not say whose event it is for. */
  readonly isOdd: boolean;
}

const SCALAR = /(?:N|[bidRr]:([^;]{0,40}));/y;
const TEXT = /s:(\d{1,7}):"/y;
const ARRAY = /a:(\d{1,7}):\{/y;
const ID = /^\s*0*([1-9]\d*)(?:\.0*)?\s*$/;

/**
 * Counts a record's attendees, `[x][y] → fields`, one by one: where its text has other marks of them than units were
 * bought. A record that was serialised twice holds its text once more.
 *
 * @param record one that is readable
 * @param field the id's name in an attendee's fields
 */
export function censusOf(record: string, field: string, id: number): RecordCensus {
  const value = unwrapped(record);
  if (value === null) return { named: 0, isOdd: false };
  if (typeof value === 'string') return { named: 0, isOdd: value !== '' && value !== '0' };
  let named = 0;
  let isOdd = false;
  for (const group of value.values()) {
    if (!(group instanceof Map)) isOdd = true;
    else {
      for (const attendee of group.values()) {
        const idIn = (name: string): string => ID.exec(String(partOf(attendee, name) ?? ''))?.[1] ?? '';
        if (idIn('WooCommerceEventsProductID') === '') isOdd = true;
        else if (idIn(field) === String(id)) named += 1;
      }
    }
  }
  return { named, isOdd };
}

function partOf(part: Part, name: string): Part {
  return part instanceof Map ? (part.get(name) ?? null) : null;
}

function unwrapped(record: string): Part {
  let value: Part = record;
  for (let wrapped = 0; wrapped < 3 && typeof value === 'string'; wrapped += 1) {
    // Lengths are of UTF-8, or of a site that has a byte a character.
    const inBytes: Part | undefined = valueAt(Buffer.from(value, 'utf8').toString('latin1'), 0)?.value;
    const read: Part | undefined =
      typeof inBytes === 'string' ? Buffer.from(inBytes, 'latin1').toString('utf8') : inBytes;
    const found: Part | undefined = read === undefined ? valueAt(value, 0)?.value : read;
    if (found === undefined) return value;
    value = found;
  }
  return value;
}

function valueAt(text: string, at: number): { readonly value: Part; readonly end: number } | null {
  SCALAR.lastIndex = at;
  const scalar = SCALAR.exec(text);
  if (scalar !== null) return { value: scalar[1] ?? null, end: SCALAR.lastIndex };
  TEXT.lastIndex = at;
  const string = TEXT.exec(text);
  if (string !== null) {
    const [from, length] = [TEXT.lastIndex, Number(string[1])];
    return text.startsWith('";', from + length)
      ? { value: text.slice(from, from + length), end: from + length + 2 }
      : null;
  }
  ARRAY.lastIndex = at;
  const array = ARRAY.exec(text);
  if (array === null) return null;
  const parts = new Map<string, Part>();
  let end = ARRAY.lastIndex;
  for (let part = 0; part < Number(array[1]); part += 1) {
    const key = valueAt(text, end);
    const value = key === null ? null : valueAt(text, key.end);
    if (key === null || value === null) return null;
    parts.set(String(key.value), value.value);
    end = value.end;
  }
  return { value: parts, end: end + 1 };
}

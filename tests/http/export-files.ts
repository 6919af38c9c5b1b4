import { inflateRawSync } from 'node:zlib';

/** The rows of a CSV file, as RFC 4180 reads them. */
export function readCsv(text: string, separator = ','): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === separator || sign === '\n') {
      row.push(cell.replace(/\r$/, ''));
      cell = '';
      if (sign === '\n') rows.push(row.splice(0));
    } else cell += sign;
  }
  if (cell !== '' || row.length > 0) throw new Error('the last line does not end');
  return rows;
}

/** Each row of a CSV file by its headings. */
export function csvRecords(text: string, separator = ','): readonly Readonly<Record<string, string>>[] {
  const [headings = [], ...rows] = readCsv(text, separator);
  return rows.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ''])));
}

/** The files of a ZIP archive, by its central directory. */
export function readZip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf('PK\u0005\u0006');
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, size, length] = [20, 24]
      .map((place) => archive.readUInt32LE(at + place))
      .concat([archive.readUInt16LE(at + 28)]) as [number, number, number];
    const offset = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + length);
    const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const content = inflateRawSync(archive.subarray(start, start + packed));
    if (content.length !== size) throw new Error(`${name} has another size`);
    files.set(name, content.toString('utf8'));
    at += 46 + length;
  }
  return files;
}

export interface SheetCell {
  readonly value: string;
  /** `inlineStr`, or absent for a number. */
  readonly type: string | undefined;
  readonly style: string | undefined;
}

/** The rows of a sheet, each by the names of its columns. */
export function readSheet(xml: string): readonly ReadonlyMap<string, SheetCell>[] {
  return [...xml.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, number = '', content = '']) => {
    const cells = [...content.matchAll(/<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>(.*?)<\/c>/gs)];
    return new Map(
      cells.map(([, column = '', row, style, type, value = '']) => {
        if (row !== number) throw new Error(`a cell of row ${row} is in row ${number}`);
        return [column, { value: plain(value.replace(/<[^>]*>/g, '')), type, style }];
      }),
    );
  });
}

function plain(xml: string): string {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function readNdjson(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive. It is read to its end before the next one is asked for. */
export interface ZipFile {
  readonly name: string;
  readonly content: AsyncIterable<string>;
}

interface Facts {
  readonly name: Buffer;
  readonly offset: number;
  crc: number;
  packed: number;
  size: number;
}

const VERSION = 20;
/** Sizes follow the data, and names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1 January 1980, the earliest date that the format knows: the archive needs no clock. */
const DATE = 0x21;
/** Sheets are large and repetitive, so the fastest level already makes them a tenth. */
const LEVEL = 1;

/**
 * Writes a ZIP archive whose content is never in memory as a whole.
 *
 * @source APPNOTE.TXT 6.3.10 of PKWARE: local headers with data descriptors, and the central directory
 */
export async function* zipFiles(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const all: Facts[] = [];
  let offset = 0;
  for await (const { name, content } of files) {
    const facts: Facts = { name: Buffer.from(name), offset, crc: 0, packed: 0, size: 0 };
    all.push(facts);
    const header = Buffer.concat([
      Buffer.from('PK\u0003\u0004'),
      entryOf({ ...facts, offset: 0 }),
      facts.name,
    ]);
    yield header;
    for await (const piece of deflated(content, facts)) {
      facts.packed += piece.length;
      yield piece;
    }
    const descriptor = Buffer.from('PK\u0007\u0008............');
    descriptor.writeUInt32LE(facts.crc, 4);
    descriptor.writeUInt32LE(facts.packed, 8);
    descriptor.writeUInt32LE(facts.size, 12);
    yield descriptor;
    offset += header.length + facts.packed + descriptor.length;
  }
  const directory = Buffer.concat(all.map(directoryEntry));
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(all.length, 8);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([directory, end]);
}

/** The part that both headers of a file have. */
function entryOf({ name, crc, packed, size }: Facts): Buffer {
  const entry = Buffer.alloc(26);
  entry.writeUInt16LE(VERSION, 0);
  entry.writeUInt16LE(FLAGS, 2);
  entry.writeUInt16LE(DEFLATE, 4);
  entry.writeUInt16LE(DATE, 8);
  entry.writeUInt32LE(crc, 10);
  entry.writeUInt32LE(packed, 14);
  entry.writeUInt32LE(size, 18);
  entry.writeUInt16LE(name.length, 22);
  return entry;
}

function directoryEntry(facts: Facts): Buffer {
  const signature = Buffer.from('PK\u0001\u0002..');
  signature.writeUInt16LE(VERSION, 4);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(facts.offset, 10);
  return Buffer.concat([signature, entryOf(facts), place, facts.name]);
}

async function* deflated(content: AsyncIterable<string>, facts: Facts): AsyncGenerator<Buffer> {
  const measured = async function* (): AsyncGenerator<Buffer> {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      facts.crc = crc32(bytes, facts.crc);
      facts.size += bytes.length;
      yield bytes;
    }
  };
  const deflate = createDeflateRaw({ level: LEVEL });
  const done = pipeline(Readable.from(measured(), { objectMode: true, highWaterMark: 1 }), deflate);
  // An error also ends the loop below, and a reader that stops early causes one that has no meaning.
  done.catch(() => undefined);
  for await (const piece of deflate) yield piece as Buffer;
  await done;
}

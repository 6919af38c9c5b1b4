import { z } from 'zod';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { ByteReader } from './byte-reader.ts';

/** The first entry of a backup, which describes the rest. */
const Manifest = z.object({
  kind: z.literal('manifest'),
  /** `tables`: the backup holds rows for any PostgreSQL. `files`: it holds the files of the bundled one. */
  holds: z.enum(['tables', 'files']),
  /** The version of the program that made the backup. */
  program: z.string(),
  /** The time of the backup by the database's clock, ISO 8601. */
  madeAt: z.string(),
  /** The applied migrations, in their order. */
  migrations: z.array(z.string()),
  secretKey: z.string(),
  /** The version of the bundled PostgreSQL, if its files were copied. */
  timeline: z.int().positive().optional(),
});
export type Manifest = z.infer<typeof Manifest>;

const Entry = z.discriminatedUnion('kind', [
  Manifest,
  z.object({ kind: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('sequence'), table: z.string(), column: z.string(), next: z.string() }),
  z.object({ kind: z.literal('folder'), path: z.string() }),
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('end') }),
]);
export type Entry = z.infer<typeof Entry>;

const HEAD_BYTES = 5;
const DATA = 0x64;
const ENTRY = 0x65;

/** One entry in the format of a backup. Its data follow it. */
export function entryBytes(entry: Entry): Buffer {
  return framed(ENTRY, Buffer.from(JSON.stringify(entry)));
}

export function dataBytes(data: Uint8Array): Buffer {
  return framed(DATA, data);
}

function framed(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(type);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

/**
 * The entries of a backup, each with the data that follows it. The data of an entry must be read completely
 * before the next entry.
 */
export class EntryReader {
  readonly #reader: ByteReader;
  readonly #file: string;
  #ahead: Buffer | null = null;

  constructor(source: AsyncIterable<Uint8Array>, file: string) {
    this.#reader = new ByteReader(source);
    this.#file = file;
  }

  /** @throws invalid `backup.damaged`, if this entry is missing or another one is in its place */
  async next(): Promise<Entry> {
    const payload = this.#ahead ?? (await this.#read(ENTRY));
    this.#ahead = null;
    const entry = Entry.safeParse(payload === null ? null : JSON.parse(payload.toString('utf8')));
    // Checks that nothing follows the last entry, which shows that the file is complete.
    const isAltered = !entry.success || (entry.data.kind === 'end' && !(await this.#isOver()));
    if (isAltered) throw errorOf(BACKUP_SENTENCES.altered, { file: this.#file });
    return entry.data;
  }

  /** @throws invalid `backup.damaged` */
  async manifest(): Promise<Manifest> {
    const first = await this.next();
    if (first.kind !== 'manifest') throw errorOf(BACKUP_SENTENCES.altered, { file: this.#file });
    return first;
  }

  /** The data of the entry that was read last. */
  async *data(): AsyncGenerator<Buffer> {
    for (;;) {
      const data = await this.#read(DATA);
      if (data === null) return;
      yield data;
    }
  }

  async #isOver(): Promise<boolean> {
    return this.#ahead === null && (await this.#reader.isOver());
  }

  /** Null if another entry follows, which is kept for the next call. */
  async #read(type: number): Promise<Buffer | null> {
    if (this.#ahead !== null) return null;
    const head = await this.#reader.take(HEAD_BYTES);
    if (head.length < HEAD_BYTES) return null;
    const payload = await this.#reader.take(head.readUInt32BE(1));
    if (head.readUInt8() === type) return payload;
    this.#ahead = payload;
    return null;
  }
}

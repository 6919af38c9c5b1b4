import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { BACKUP_SENTENCES } from '../../kernel/sentences/backup-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { ByteReader } from './byte-reader.ts';

const SAYS = BACKUP_SENTENCES;
const CIPHER = 'aes-256-gcm';
const MAGIC = 'taquilla-backup ';
const FORMAT = 1;
const LONGEST_HEADER = 1_024;
/** The size of a chunk. A reader holds one chunk in memory. */
const CHUNK_BYTES = 256 * 1024;
const LENGTH_BYTES = 4;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** Set in the length of the last chunk. */
const LAST = 0x8000_0000;
// The cost of deriving the key. It is far higher than at a sign-in, because a key is derived once for each
// file, and a thief can guess offline.
const COST = { memory_kib: 131_072, passes: 3, lanes: 1 };

const Header = z.object({
  format: z.number(),
  // 16 bytes
  salt: z.base64().length(24),
  memory_kib: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(20),
  lanes: z.int().min(1).max(16),
});
type Header = z.infer<typeof Header>;
/** argon2 needs eight blocks of 1 KiB for each lane. */
const Derivable = Header.refine(({ memory_kib, lanes }) => memory_kib >= 8 * lanes);
type Cost = Pick<Header, 'memory_kib' | 'passes' | 'lanes'>;

/**
 * Encrypts a stream with a passphrase, in chunks of AES-256-GCM. The number of each chunk and whether it is
 * the last one are authenticated, so that no chunk can be changed, moved, left out or cut off unnoticed.
 */
export async function* sealStream(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  cost: Cost = COST,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(16).toString('base64');
  const settings: Header = { format: FORMAT, salt, ...cost };
  const header = `${MAGIC}${JSON.stringify(settings)}\n`;
  const key = await deriveKey(passphrase, settings);
  yield Buffer.from(header);
  const reader = new ByteReader(source);
  for (let number = 0; ; number += 1) {
    const plain = await reader.take(CHUNK_BYTES);
    const isLast = plain.length < CHUNK_BYTES || (await reader.isOver());
    const cipher = createCipheriv(CIPHER, key, nonceOf(number, isLast));
    cipher.setAAD(Buffer.from(header));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE((sealed.length | (isLast ? LAST : 0)) >>> 0);
    yield Buffer.concat([length, sealed, cipher.getAuthTag()]);
    if (isLast) return;
  }
}

/**
 * Decrypts a stream. It passes on authenticated data only, and it ends without an error only at the end of the
 * sealed stream.
 *
 * @param file the name for error messages
 * @throws invalid `backup.foreign-file`, `backup.damaged`; config `backup.of-newer-version`; denied
 *   `backup.wrong-passphrase`
 */
export async function* openStream(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  file: string,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  const line = await reader.takeLine(LONGEST_HEADER);
  const settings = parseHeader(line, file);
  const key = await deriveKey(passphrase, settings);
  for (let number = 0; ; number += 1) {
    const [length, isLast] = splitLength(await reader.take(LENGTH_BYTES));
    if (length === null || length > CHUNK_BYTES) throw errorOf(SAYS.cutOff, { file });
    const sealed = await reader.take(length);
    const tag = await reader.take(TAG_BYTES);
    if (tag.length < TAG_BYTES) throw errorOf(SAYS.cutOff, { file });
    const decipher = createDecipheriv(CIPHER, key, nonceOf(number, isLast));
    decipher.setAAD(Buffer.from(`${line}\n`));
    decipher.setAuthTag(tag);
    const plain = decipher.update(sealed);
    try {
      decipher.final();
    } catch (cause) {
      throw errorOf(number === 0 ? SAYS.wrongPassphrase : SAYS.altered, { file }, { cause });
    }
    if (isLast && !(await reader.isOver())) throw errorOf(SAYS.altered, { file });
    yield plain;
    if (isLast) return;
  }
}

function parseHeader(line: string | null, file: string): Header {
  if (line?.startsWith(MAGIC) !== true) throw errorOf(SAYS.foreignFile, { file });
  const read = parseJson(line.slice(MAGIC.length));
  const format = z.object({ format: z.int().positive() }).safeParse(read);
  if (format.success && format.data.format > FORMAT) throw errorOf(SAYS.ofNewerFormat, { file });
  const header = Derivable.safeParse(read);
  if (!header.success) throw errorOf(SAYS.altered, { file });
  return header.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function deriveKey(passphrase: string, { salt, memory_kib, passes, lanes }: Header): Promise<Buffer> {
  return await hashRaw(passphrase.normalize('NFC'), {
    salt: Buffer.from(salt, 'base64'),
    memoryCost: memory_kib,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
  });
}

/** Each file has its own key, so that a nonce is never used twice. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, 5, 6);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

function splitLength(read: Buffer): readonly [number | null, boolean] {
  if (read.length < LENGTH_BYTES) return [null, false];
  const word = read.readUInt32BE();
  return [(word & ~LAST) >>> 0, (word & LAST) !== 0];
}

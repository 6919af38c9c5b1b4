import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openStream, sealStream } from './sealed-stream.ts';

const CHUNK = 256 * 1024;
const PASSPHRASE = 'un caballo correcto en la grapa';
/** The lowest cost that the format allows, because these tests are about the chunks. */
const CHEAP = { memory_kib: 8, passes: 1, lanes: 1 };

async function* pieces(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const piece of source) read.push(piece);
  return Buffer.concat(read);
}

async function seal(plain: Uint8Array): Promise<Buffer> {
  return await whole(sealStream(pieces(plain), PASSPHRASE, CHEAP));
}

async function opened(sealed: Uint8Array, passphrase = PASSPHRASE): Promise<Buffer | string> {
  return await whole(openStream(pieces(sealed), passphrase, 'one.backup')).catch(
    (error: { readonly code: string }) => error.code,
  );
}

/** The offset of each chunk, which begins with its length; the last one is the end of the file. */
function startsOf(sealed: Buffer): readonly number[] {
  const starts: number[] = [];
  for (let at = sealed.indexOf('\n') + 1; at < sealed.length; ) {
    starts.push(at);
    at += 4 + (sealed.readUInt32BE(at) & 0x7fff_ffff) + 16;
  }
  return [...starts, sealed.length];
}

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
  'sealed content is opened unchanged: %i bytes',
  async (size) => {
    const plain = randomBytes(size);
    expect(plain.equals((await opened(await seal(plain))) as Buffer)).toBe(true);
  },
);

test('the same content is never sealed the same way twice, and cannot be read in it', async () => {
  const plain = Buffer.from('compradora@example.com '.repeat(20));
  const [one, other] = [await seal(plain), await seal(plain)];
  expect(one.equals(other)).toBe(false);
  expect(one.includes('compradora')).toBe(false);
});

test('a truncated stream is refused, even if it ends between two chunks', async () => {
  const sealed = await seal(randomBytes(2 * CHUNK + 5));
  const starts = startsOf(sealed);
  expect(starts).toHaveLength(4);
  for (const start of starts) {
    for (const at of [start - 1, start, start + 1, start + 3, start + 30].filter(
      (one) => one < sealed.length,
    )) {
      const code = at < (starts[0] ?? 0) ? 'backup.foreign-file' : 'backup.damaged';
      expect([at, await opened(sealed.subarray(0, at))]).toEqual([at, code]);
    }
  }
});

test('a single changed bit is noticed, wherever it is', async () => {
  const sealed = await seal(randomBytes(CHUNK + 100));
  for (let at = 0; at < sealed.length; at += 1 + Math.floor(sealed.length / 60)) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect([at, typeof (await opened(altered))]).toEqual([at, 'string']);
  }
});

test('an earlier chunk that is marked as the last one is refused, and so is a last one without the mark', async () => {
  const sealed = await seal(randomBytes(2 * CHUNK + 5));
  const [, second = 0, third = 0, end] = startsOf(sealed);
  const shortened = Buffer.from(sealed.subarray(0, third));
  shortened.writeUInt8(shortened.readUInt8(second) | 0x80, second);
  expect(await opened(shortened)).toBe('backup.damaged');
  const endless = Buffer.from(sealed.subarray(0, end));
  endless.writeUInt8(endless.readUInt8(third) & 0x7f, third);
  expect(await opened(endless)).toBe('backup.damaged');
});

test('a header with the same meaning in another notation is refused', async () => {
  const sealed = await seal(Buffer.from('dato'));
  const at = sealed.indexOf('{') + 1;
  const other = Buffer.concat([sealed.subarray(0, at), Buffer.from(' '), sealed.subarray(at)]);
  expect(await opened(other)).toBe('backup.wrong-passphrase');
});

test('chunks that are moved, left out, repeated or followed by more are refused', async () => {
  const sealed = await seal(randomBytes(3 * CHUNK));
  const [a = 0, b = 0, c = 0, d = 0] = startsOf(sealed);
  const header = sealed.subarray(0, a);
  const [one, two, three] = [sealed.subarray(a, b), sealed.subarray(b, c), sealed.subarray(c, d)];
  const other = await seal(randomBytes(3 * CHUNK));
  for (const parts of [
    [one, three, two],
    [one, three],
    [one, one, two, three],
    [one, two, three, three],
    [one, two, other.subarray(startsOf(other)[2])],
    [one, two, three, Buffer.from('x')],
  ]) {
    expect(await opened(Buffer.concat([header, ...parts]))).toBe('backup.damaged');
  }
  // If the first chunk cannot be opened, the file is damaged or the passphrase is wrong; the latter is more
  // likely.
  expect(await opened(Buffer.concat([header, two, three]))).toBe('backup.wrong-passphrase');
});

test('another passphrase opens nothing; the same letters in another Unicode form do', async () => {
  const sealed = await whole(sealStream(pieces(Buffer.from('dato')), 'contrasen\u0303a larga', CHEAP));
  expect(await opened(sealed, 'contraseña corta')).toBe('backup.wrong-passphrase');
  expect(String(await opened(sealed, 'contrase\u00f1a larga'))).toBe('dato');
});

test('a foreign file and a file of a later format are refused with different errors', async () => {
  expect(await opened(Buffer.from('-- PostgreSQL database dump\n'))).toBe('backup.foreign-file');
  expect(await opened(randomBytes(5_000))).toBe('backup.foreign-file');
  expect(await opened(Buffer.from('taquilla-backup {"format":2,"kdf":"new"}\nx'))).toBe(
    'backup.of-newer-version',
  );
  expect(await opened(Buffer.from('taquilla-backup {"format":1,"salt":"AAAA","memory_kib":9e9}\nx'))).toBe(
    'backup.damaged',
  );
});

test.each([{ salt: 'AAAA' }, { memory_kib: 8, lanes: 16 }])(
  'a header from which no key can be derived is a damaged file: %o',
  async (change) => {
    const sealed = await seal(Buffer.from('one'));
    const end = sealed.indexOf('\n');
    const [magic, settings] = [sealed.subarray(0, 16).toString(), sealed.subarray(16, end).toString()];
    const header = `${magic}${JSON.stringify({ ...JSON.parse(settings), ...change })}`;
    expect(await opened(Buffer.concat([Buffer.from(header), sealed.subarray(end)]))).toBe('backup.damaged');
  },
);

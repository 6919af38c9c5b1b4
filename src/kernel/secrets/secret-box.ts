import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Secret } from './secret.ts';

/** An AES-256 key, and the id by which sealed values refer to it. */
export interface BoxKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * The row and the column of a sealed value. The value can be opened only for this place, so a copy in another
 * row or column is useless.
 */
export interface SecretPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 's1';
const SHORTEST_SECRET_KEY = 32;

export function newBoxKey(id: string): BoxKey {
  return { id, bytes: randomBytes(KEY_BYTES) };
}

/**
 * The key that wraps data keys, derived from the value that an operator keeps in `TAQUILLA_SECRET_KEY`. That
 * value must be random, because nothing here slows down guessing; only its length can be checked. Its id
 * reveals nothing about it.
 *
 * @throws config `config.secret-key-short`
 */
export function wrappingKey(secretKey: Secret): BoxKey {
  const text = secretKey.reveal().trim();
  if (text.length < SHORTEST_SECRET_KEY) {
    throw new AppError({
      code: 'config.secret-key-short',
      message: `TAQUILLA_SECRET_KEY must have at least ${SHORTEST_SECRET_KEY} random characters: make one with "openssl rand -base64 32".`,
    });
  }
  const bytes = Buffer.from(hkdfSync('sha256', text, 'taquilla', 'wrapping key', KEY_BYTES));
  const id = createHash('sha256').update('wrapping key id').update(bytes).digest('hex').slice(0, 16);
  return { id, bytes };
}

/** @shape `s1.<key id>.<base64url of nonce, ciphertext, tag>` */
export function seal(key: BoxKey, place: SecretPlace, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce).setAAD(boundTo(key, place));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${FORMAT}.${key.id}.${sealed.toString('base64url')}`;
}

/** The id of the key that sealed a value; null if the value is not sealed. */
export function sealedWith(sealed: string): string | null {
  const [format, keyId] = sealed.split('.');
  return format === FORMAT && keyId !== undefined ? keyId : null;
}

/** @throws config `secret.cannot-open` */
export function open(key: BoxKey, place: SecretPlace, sealed: string): string {
  const [format, keyId, body] = sealed.split('.');
  const bytes = Buffer.from(body ?? '', 'base64url');
  if (format !== FORMAT || keyId !== key.id || bytes.length < NONCE_BYTES + TAG_BYTES)
    throw cannotOpen(place);
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, bytes.subarray(0, NONCE_BYTES))
      .setAAD(boundTo(key, place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    throw cannotOpen(place);
  }
}

function boundTo(key: BoxKey, { table, rowId, column }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, key.id, table, rowId, column]));
}

/** Either the key is another one, or the value was altered or moved: the cipher does not show which. */
export function cannotOpen(place: SecretPlace): AppError {
  return new AppError({
    code: 'secret.cannot-open',
    message:
      'A saved secret cannot be opened: TAQUILLA_SECRET_KEY is not the one that it was sealed with, or the row was altered.',
    details: { table: place.table, rowId: place.rowId, column: place.column },
  });
}

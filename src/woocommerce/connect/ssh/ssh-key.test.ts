import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../kernel/secrets/secret.ts';
import { generateKeyPair, publicLineOf, readPrivateKey, requireUsableKeys } from './ssh-key.ts';

/** In one of 256 pairs the public half begins with a zero. */
const ENOUGH = 6_000;
const PUBLIC_BYTES = 32;
const NAME_AND_LENGTHS = 4 + 'ssh-ed25519'.length + 4;

test('every new key pair is complete, also one that begins with a zero', () => {
  let withZero = 0;
  for (let made = 0; made < ENOUGH && withZero < 3; made += 1) {
    const { privateKey, publicLine } = generateKeyPair('taquilla-teatro');
    const [type, base64 = '', comment] = publicLine.split(' ');
    const blob = Buffer.from(base64, 'base64');
    expect([type, comment, blob.length]).toEqual([
      'ssh-ed25519',
      'taquilla-teatro',
      NAME_AND_LENGTHS + PUBLIC_BYTES,
    ]);
    if (blob[NAME_AND_LENGTHS] !== 0) continue;
    withZero += 1;
    const key = readPrivateKey(privateKey, null);
    expect(publicLineOf(key, 'taquilla-teatro')).toBe(publicLine);
    const said = Buffer.from('abc');
    expect(key.verify(said, key.sign(said) as Buffer)).toBe(true);
  }
  expect(withZero).toBe(3);
});

const PASSPHRASE = new Secret('una frase');
const LOCK = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE.reveal() } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const FILES = {
  OpenSSH: generateKeyPair('of a test').privateKey.reveal(),
  'PEM with headers': rsa.export({ type: 'pkcs1', format: 'pem', ...LOCK }).toString(),
  'PKCS#8': rsa.export({ type: 'pkcs8', format: 'pem', ...LOCK }).toString(),
};
const PASTED: Readonly<Record<string, (file: string) => string>> = {
  'as it is': (file) => file,
  'with line ends of Windows and a byte order mark': (file) => `\uFEFF${file.replaceAll('\n', '\r\n')}`,
  'with line ends written out': (file) => file.replaceAll('\n', '\\n'),
  'with line ends of Windows written out, in quotes': (file) => `"${file.replaceAll('\n', '\\r\\n')}"`,
  'on one line': (file) => file.trim().replaceAll('\n', ' '),
  'in single quotes': (file) => `'${file}'`,
  indented: (file) => file.replaceAll(/^/gm, '    '),
  'in base64': (file) => Buffer.from(file).toString('base64'),
  'in base64 on many lines': (file) => Buffer.from(file).toString('base64').replace(/.{76}/g, '$&\n'),
  'below other lines': (file) => `Here is the key:\n\n${file}\nRegards`,
};

describe.each(Object.entries(FILES))('a private key, %s', (_form, file) => {
  const whole = publicLineOf(readPrivateKey(new Secret(file), PASSPHRASE), 'test');

  test.each(Object.entries(PASTED))('pasted %s, is the same key', (_way, paste) => {
    const key = new Secret(paste(file));
    expect(publicLineOf(readPrivateKey(key, PASSPHRASE), 'test')).toBe(whole);
    requireUsableKeys({ ssh_private_key: key, ssh_passphrase: PASSPHRASE });
  });
});

describe('a given key', () => {
  const locked = new Secret(FILES['PKCS#8']);

  test.each([
    ['a public key', new Secret('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdhdG8 me@here'), null, 'unreadable'],
    [
      "PuTTY's own form",
      new Secret('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none'),
      null,
      'unreadable',
    ],
    ['one that was cut', new Secret(FILES.OpenSSH.slice(0, 200)), null, 'unreadable'],
    [
      'one whose middle is missing',
      new Secret(FILES['PKCS#8'].replace(/\n.{64}\n/, '\n')),
      PASSPHRASE,
      'passphrase',
    ],
    ['a passphrase of another key', locked, new Secret('otra'), 'passphrase'],
  ])('is refused at once: %s', (_what, key, passphrase, code) => {
    for (const given of [
      { ssh_private_key: key, ssh_passphrase: passphrase },
      { jump_private_key: key, jump_passphrase: passphrase },
    ]) {
      expect(() => requireUsableKeys(given)).toThrow(
        expect.objectContaining({ kind: 'config', code: `store.ssh-key-${code}` }),
      );
    }
  });

  test('may be locked, with its passphrase stored already or given later', () => {
    expect(() => requireUsableKeys({ ssh_private_key: locked })).not.toThrow();
    expect(() => requireUsableKeys({ ssh_private_key: null, ssh_passphrase: PASSPHRASE })).not.toThrow();
  });
});

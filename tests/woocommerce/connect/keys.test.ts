import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret, toSecret } from '../../../src/kernel/secrets/secret.ts';
import { quietAttempt } from '../../../src/woocommerce/connect/connect-step.ts';
import { toHostKey } from '../../../src/woocommerce/connect/ssh/host-key.ts';
import { connectSsh } from '../../../src/woocommerce/connect/ssh/ssh-connection.ts';
import {
  generateKeyPair,
  publicLineOf,
  readPrivateKey,
} from '../../../src/woocommerce/connect/ssh/ssh-key.ts';
import { type PrivateSshd, SSH_PASSWORD, startSshd } from '../../servers/private-sshd.ts';
import { never } from './gateway-settings.ts';

interface Key {
  readonly privateKey: string;
  readonly passphrase: string | null;
}

function pem(
  type: 'rsa' | 'ec' | 'ed25519',
  form: 'pkcs1' | 'sec1' | 'pkcs8',
  passphrase: string | null,
): Key {
  const key =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      : type === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
        : generateKeyPairSync('ed25519').privateKey;
  const lock = passphrase === null ? {} : { cipher: 'aes-256-cbc', passphrase };
  const text = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })).export({
    type: form as 'pkcs8',
    format: 'pem',
    ...lock,
  });
  return { privateKey: text.toString(), passphrase };
}

const ED25519_BLOB_BYTES = 51;
const blobOf = (publicLine: string): Buffer => Buffer.from(publicLine.split(' ')[1] ?? '', 'base64');

function openSsh(type: 'rsa' | 'ecdsa' | 'ed25519', passphrase: string | null): Key {
  const bits = { rsa: 2048, ecdsa: 256, ed25519: 0 }[type];
  const lock = passphrase === null ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 16 };
  const pair = ssh2.utils.generateKeyPairSync(type as 'rsa', { bits, ...lock });
  // This library drops a leading zero of an Ed25519 key, and no host accepts such a key.
  const isWhole = type !== 'ed25519' || blobOf(pair.public).length === ED25519_BLOB_BYTES;
  return isWhole ? { privateKey: pair.private, passphrase } : openSsh(type, passphrase);
}

const KEYS: Record<string, Key> = {
  'OpenSSH, Ed25519': openSsh('ed25519', null),
  'OpenSSH, Ed25519, with a passphrase': openSsh('ed25519', 'una frase ñ'),
  'OpenSSH, ECDSA': openSsh('ecdsa', null),
  'OpenSSH, RSA, with a passphrase': openSsh('rsa', 'una frase ñ'),
  'PEM, RSA (PKCS#1)': pem('rsa', 'pkcs1', null),
  'PEM, RSA (PKCS#1), with a passphrase': pem('rsa', 'pkcs1', 'una frase'),
  'PEM, ECDSA (SEC 1), with a passphrase': pem('ec', 'sec1', 'una frase'),
  'PEM, RSA (PKCS#8), with a passphrase': pem('rsa', 'pkcs8', 'una frase'),
  'PEM, Ed25519 (PKCS#8)': pem('ed25519', 'pkcs8', null),
  'PEM, Ed25519 (PKCS#8), with a passphrase': pem('ed25519', 'pkcs8', 'una frase'),
  'one of our own making': { privateKey: generateKeyPair('taquilla').privateKey.reveal(), passphrase: null },
};

let sshd: PrivateSshd;

beforeAll(async () => {
  const authorizedKeys = Object.values(KEYS).map(({ privateKey, passphrase }) =>
    publicLineOf(readPrivateKey(new Secret(privateKey), toSecret(passphrase)), 'test'),
  );
  sshd = await startSshd({ authorizedKeys, config: ['PasswordAuthentication no'] });
});
afterAll(async () => await sshd.stop());

/** A host that asks for the password only in a dialogue, like hosts with a second factor. */
async function dialogueHost() {
  const asked: string[] = [];
  const host = generateKeyPair('host');
  const server = new ssh2.Server({ hostKeys: [host.privateKey.reveal()] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      asked.push(context.method);
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      const prompts = [
        { prompt: 'Your shop: ', echo: true },
        { prompt: 'Password: ', echo: false },
      ];
      return context.prompt(prompts, (answers) => {
        if (answers[0] === '' && answers[1] === SSH_PASSWORD) context.accept();
        else context.reject();
      });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const hostKey = toHostKey(blobOf(host.publicLine)).line;
  return {
    port,
    hostKey,
    asked,
    close: async () => await new Promise<void>((done) => void server.close(() => done())),
  };
}

describe('a password', () => {
  it('is also sent in a dialogue, but only if the prompt does not echo it', async () => {
    const host = await dialogueHost();
    const target = { ...sshd.hop, port: host.port, hostKey: host.hostKey };
    const settings = { target, jump: null, connectTimeoutMs: 5_000 };
    const connection = await connectSsh(settings, quietAttempt(never));
    expect(host.asked).toEqual(['password', 'keyboard-interactive']);
    connection.close();
    await host.close();
  });
});

describe('a private key signs in', () => {
  it.each(Object.entries(KEYS))('%s', async (_name, { privateKey, passphrase }) => {
    const target = {
      ...sshd.hop,
      password: null,
      // With Windows line ends.
      privateKey: new Secret(`\n${privateKey.replaceAll('\n', '\r\n')}`),
      passphrase: toSecret(passphrase),
    };
    const attempt = quietAttempt(never);
    const connection = await connectSsh({ target, jump: null, connectTimeoutMs: 5_000 }, attempt);
    expect(connection.isOpen).toBe(true);
    connection.close();
  });
});

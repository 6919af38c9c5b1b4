import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { toServerKey } from '../../woocommerce/connect/mysql/server-key.ts';
import type { Session } from '../session.ts';
import { readStoreLogin } from './store-address.ts';

const KEY = toServerKey('rsa', Buffer.from('the SPKI of a server, as long as a key usually is'));

function sessionWith(err: PassThrough): Session {
  return { terminal: { err }, settings: { storePassword: 'gato' } } as unknown as Session;
}

test('a store address without a server key warns once, with the option that ends the warning', () => {
  const err = new PassThrough();
  const { trust, password } = readStoreLogin(sessionWith(err), 'mysql://a@db.example.com/b', null, undefined);
  expect([password, trust.serverKey]).toEqual(['gato', null]);
  trust.onUnverified?.(KEY);
  trust.onUnverified?.(KEY);
  const printed = String(err.read());
  expect(printed.match(/From version 0\.3\.0 on, Taquilla refuses this/g)).toHaveLength(1);
  expect(printed).toContain(`--server-key "rsa ${KEY.fingerprint}"`);
});

test('a store address with a server key, in full or by its fingerprint, accepts no other', () => {
  for (const given of [KEY.line, `rsa ${KEY.fingerprint}`, ` tls ${KEY.fingerprint} `]) {
    const { trust } = readStoreLogin(sessionWith(new PassThrough()), 'mysql://a@db/b', null, given);
    expect(trust).toEqual({ serverKey: given.trim(), onUnverified: null });
  }
  for (const wrong of ['', 'rsa', KEY.fingerprint, 'ssh-rsa AAAA', `rsa ${KEY.fingerprint} x`]) {
    expect(() => readStoreLogin(sessionWith(new PassThrough()), 'mysql://a@db/b', null, wrong)).toThrow(
      expect.objectContaining({ code: 'cli.options' }),
    );
  }
});

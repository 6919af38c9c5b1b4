import { randomBytes } from 'node:crypto';
import type { Script, Talk } from './fake-mysql.ts';

const FULL = Buffer.from([4]);

/** Every way in which a server can ask for the password, each as far as the client cooperates. */
export const ASKING: Readonly<Record<string, Script>> = {
  mysql_native_password: async (talk) => {
    talk.greet('mysql_native_password');
    await talk.hear();
    talk.switchTo('mysql_native_password');
    await talk.hear();
    talk.ok();
  },
  'caching_sha2_password, known to its cache': async (talk) => {
    talk.greet('caching_sha2_password');
    await talk.hear();
    talk.switchTo('caching_sha2_password');
    await talk.hear();
    talk.more(Buffer.from([3]));
    talk.ok();
  },
  'caching_sha2_password in full': async (talk) => {
    talk.greet('caching_sha2_password');
    await talk.hear();
    talk.switchTo('caching_sha2_password');
    await talk.hear();
    await askInFull(talk);
    talk.ok();
  },
  sha256_password: async (talk) => {
    talk.greet('sha256_password');
    await talk.hear();
    talk.switchTo('sha256_password');
    await giveKey(talk, await talk.hear());
    talk.ok();
  },
  'an unrequested key': async (talk) => {
    talk.greet('caching_sha2_password');
    await talk.hear();
    talk.switchTo('caching_sha2_password');
    await talk.hear();
    talk.more(talk.publicKeyPem);
    await talk.hear();
    talk.ok();
  },
  'full authentication at once, without a switch': async (talk) => {
    talk.greet('caching_sha2_password');
    await talk.hear();
    talk.more(FULL);
    await talk.hear();
    talk.ok();
  },
  ...Object.fromEntries(
    [
      'mysql_clear_password',
      'mysql_old_password',
      'dialog',
      'client_ed25519',
      'parsec',
      'auth_gssapi_client',
      'authentication_ldap_sasl_client',
      '__proto__',
      'constructor',
      '',
    ].map((plugin) => [
      `the plugin "${plugin}"`,
      async (talk: Talk) => {
        talk.greet(plugin);
        await talk.hear();
        talk.switchTo(plugin);
        await talk.hear();
        talk.ok();
      },
    ]),
  ),
  'the switch of MySQL 4.0': async (talk) => {
    talk.greet('mysql_native_password');
    await talk.hear();
    talk.say(Buffer.from([0xfe]));
    await talk.hear();
    talk.ok();
  },
  'one switch after the other': async (talk) => {
    talk.greet('mysql_native_password');
    await talk.hear();
    talk.switchTo('mysql_native_password');
    await talk.hear();
    talk.switchTo('caching_sha2_password');
    await talk.hear();
    talk.more(Buffer.from([3]));
    talk.switchTo('sha256_password');
    await giveKey(talk, await talk.hear());
    talk.switchTo('mysql_clear_password');
    await talk.hear();
    talk.ok();
  },
  'a second factor': async (talk) => {
    talk.greet('mysql_native_password');
    await talk.hear();
    talk.nextFactor('sha256_password');
    await giveKey(talk, await talk.hear());
    talk.nextFactor('mysql_clear_password');
    await talk.hear();
    talk.ok();
  },
  'a switch in the packet after the greeting': async (talk) => {
    const asked = Buffer.concat([
      Buffer.from([0xfe]),
      Buffer.from('sha256_password\0'),
      randomBytes(20),
      Buffer.from([0]),
    ]);
    talk.greet('sha256_password', { followedBy: asked });
    await giveKey(talk, await talk.hear());
    await giveKey(talk, await talk.hear());
    talk.ok();
  },
};

async function askInFull(talk: Talk): Promise<void> {
  talk.more(FULL);
  await giveKey(talk, await talk.hear());
}

/** The client asks for the key, or has already answered with something else. */
async function giveKey(talk: Talk, answer: Buffer): Promise<void> {
  if (answer.length !== 1) return;
  talk.more(talk.publicKeyPem);
  await talk.hear();
}

import { describe, expect, test } from 'vitest';
import { hashPassword, passwordMatches, refuseWeakPassword } from './password-hash.ts';

const EMAIL = 'carolina@example.com';

describe('refuseWeakPassword', () => {
  test.each([
    ['short1!', 'at least 12 characters'],
    ['ñandúñandú', 'at least 12 characters'],
    ['aaaabbbbccccaaaa', 'different characters'],
    ['x9-Carolina-2026', 'name of the e-mail address'],
    ['Password2026!!', 'common word'],
    ['contraseña1234', 'common word'],
    ['qwertyuiopasdf', 'row of neighbouring'],
    ['123456789012345', 'row of neighbouring'],
    ['zyxwvutsrqponm', 'row of neighbouring'],
  ])('refuses %j', (password, reason) => {
    expect(() => refuseWeakPassword(password, EMAIL)).toThrow(reason);
  });

  test('refuses a password that is only long', () => {
    expect(() => refuseWeakPassword('1a2b3c4d5e'.repeat(52), EMAIL)).toThrow('at most 512');
  });

  test.each(['cuatro gatos bailan', 'kR7#vq92LmX!', 'admin of a large blue house'])(
    'accepts %j',
    (password) => {
      expect(() => refuseWeakPassword(password, EMAIL)).not.toThrow();
    },
  );
});

describe('hashPassword', () => {
  test('stores an argon2id hash that only the same password matches, in any Unicode form', async () => {
    const kept = await hashPassword('cuatro ñandúes bailan');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordMatches('cuatro ñandúes bailan'.normalize('NFD'), kept)).toBe(true);
    expect(await passwordMatches('cuatro ñandúes bailen', kept)).toBe(false);
  });
});

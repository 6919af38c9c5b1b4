import { describe, expect, it } from 'vitest';
import { parseStoreUrl } from './store-url.ts';

describe('a store address', () => {
  it('is split into its parts, with percent-encoding decoded', () => {
    expect(parseStoreUrl('mysql://re%40der:p%40ss%2Fw%25rd@db.example.cl:3307/tienda')).toEqual({
      host: 'db.example.cl',
      port: 3307,
      user: 're@der',
      password: 'p@ss/w%rd',
      database: 'tienda',
    });
  });

  it('may leave out the port and the password, and name MariaDB or an IPv6 host', () => {
    expect(parseStoreUrl('mariadb://reader@[::1]/tienda')).toEqual({
      host: '::1',
      port: 3306,
      user: 'reader',
      password: null,
      database: 'tienda',
    });
  });

  it.each([
    ['', 'nothing'],
    ['tienda', 'no scheme'],
    ['postgres://u:secret@h/d', 'another database'],
    ['mysql://:secret@h/d', 'no user'],
    ['mysql://u:secret@/d', 'no host'],
    ['mysql://u:secret@h', 'no database'],
    ['mysql://u:secret@h/d/e', 'two databases'],
    ['mysql://u:secret@h:0/d', 'port 0'],
    ['mysql://u:secret@h:99999/d', 'a port past the last'],
    ['mysql://u:secret@h/d?ssl=1', 'a parameter'],
    ['mysql://u:secret#x@h/d', 'a # in the password'],
    ['mysql://u:secret%zz@h/d', 'a % that is no encoding'],
  ])('%j (%s) is refused without repeating any of it', (text) => {
    let fault: unknown;
    try {
      parseStoreUrl(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({ kind: 'invalid', code: 'store.url-malformed' });
    const shown = fault instanceof Error ? `${fault.message} ${fault.stack} ${JSON.stringify(fault)}` : '';
    expect(shown).not.toContain('secret');
    expect(fault instanceof Error ? fault.cause : null).toBeUndefined();
  });
});

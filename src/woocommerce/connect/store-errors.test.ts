import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { toStatementError, toStoreError } from './store-errors.ts';

const PLACE = { host: 'db.example.com', port: 3306, user: 'reader', database: 'shop', password: 'gato' };

function driverError(parts: { readonly errno?: number; readonly code?: string }): Error {
  return Object.assign(new Error('what the driver says'), parts);
}

describe('a driver’s error', () => {
  it.each([
    [{ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' }, 'config', 'store.access-denied'],
    [{ errno: 1049 }, 'config', 'store.no-such-database'],
    [{ errno: 1044 }, 'config', 'store.missing-permission'],
    [{ errno: 1142 }, 'config', 'store.missing-permission'],
    [{ errno: 1146 }, 'config', 'store.not-woocommerce'],
    [{ errno: 1130 }, 'config', 'store.host-not-allowed'],
    [{ errno: 1040 }, 'unavailable', 'store.too-many-connections'],
    [{ errno: 1203 }, 'unavailable', 'store.too-many-connections'],
    [{ errno: 1226 }, 'config', 'store.hourly-limit'],
    [{ errno: 1104 }, 'config', 'store.too-many-rows'],
    [{ errno: 1114 }, 'unavailable', 'store.out-of-resources'],
    [{ errno: 1194 }, 'config', 'store.table-damaged'],
    [{ errno: 2026 }, 'config', 'store.client-tls'],
    [{ errno: 1969 }, 'unavailable', 'store.statement-timeout'],
    [{ errno: 3024 }, 'unavailable', 'store.statement-timeout'],
    [{ errno: 1412 }, 'unavailable', 'store.snapshot-lost'],
    [{ errno: 1927 }, 'unavailable', 'store.connection-lost'],
    [{ errno: -111, code: 'ECONNREFUSED' }, 'unavailable', 'store.unreachable'],
    [{ errno: -3008, code: 'ENOTFOUND' }, 'unavailable', 'store.unreachable'],
    [{ code: 'ETIMEDOUT' }, 'unavailable', 'store.unreachable'],
    [{ errno: -104, code: 'ECONNRESET' }, 'unavailable', 'store.connection-lost'],
    [{ code: 'PROTOCOL_CONNECTION_LOST' }, 'unavailable', 'store.connection-lost'],
    [{ code: 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED' }, 'config', 'store.auth-not-supported'],
  ])('%j is %s %s', (parts, kind, code) => {
    const fault = toStoreError(driverError(parts), PLACE);
    expect(fault).toBeInstanceOf(AppError);
    expect(fault).toMatchObject({ kind, code });
    expect(String(fault)).not.toContain('what the driver says');
  });

  it.each([
    [1142, "SELECT command denied to user 'lee'@'%' for table `shop`.`wp_terms`", 'the table wp_terms in'],
    [1142, "SELECT command denied to user 'lee'@'%' for table 'wp_2_posts'", 'the table wp_2_posts in'],
    [
      1143,
      "El comando SELECT está negado para usuario: 'lee'@'%' para la columna 'ID' en la tabla 'wp_posts'",
      'the table wp_posts in',
    ],
    [1146, "Table 'shop.Tk9_termmeta' doesn't exist", 'The table Tk9_termmeta is missing'],
    [1054, "Unknown column 'o.total_amount' in 'field list'", 'the column total_amount:'],
    [1194, "Table 'wp_postmeta' is marked as crashed and should be repaired", 'The table wp_postmeta in'],
    [1016, "Can't open file: './shop/wp_posts.MYI' (errno: 145)", 'The table wp_posts in'],
    [1030, 'Got error 176 "Read page with wrong checksum" from storage engine Aria', 'A table in'],
    [1030, 'Got error 28 "No space left on device" from storage engine InnoDB', 'disk space'],
    [1356, "View 'shown.wp_comments' references invalid table(s) or column(s)", 'The view wp_comments in'],
    [1449, "The user specified as a definer ('old'@'%') does not exist", 'A view in'],
    [1184, "Aborted connection 4 to db: 'shop' user: 'lee' (init_connect command failed)", 'init_connect'],
    [4151, 'Access denied, this account is locked', 'is locked'],
    [1820, 'You must SET PASSWORD before executing this statement', 'has expired'],
    [1814, 'Tablespace has been discarded for table `wp_terms`', 'The table wp_terms in'],
  ])('says which table, view or column it is about: %i %s', (errno, message, says) => {
    const fault = toStoreError(Object.assign(new Error(message), { errno }), PLACE);
    expect(fault).toMatchObject({ message: expect.stringContaining(says) });
  });

  it('of access denied to a statement is about a view’s owner, not about the password', () => {
    const denied = driverError({ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' });
    expect(toStatementError(denied, PLACE)).toMatchObject({ code: 'store.view-broken' });
    expect(toStoreError(denied, PLACE)).toMatchObject({ code: 'store.access-denied' });
  });

  it('that is unknown stays as it is, and so does an AppError', () => {
    const unknown = driverError({ errno: 1064 });
    const ours = new AppError({ code: 'store.no-such-product', message: 'none' });
    expect(toStoreError(unknown, PLACE)).toBe(unknown);
    expect(toStoreError(ours, PLACE)).toBe(ours);
  });

  it.each([
    [{ errno: 1045 }, 'The database at db.example.com:3306 refuses the user "reader" or the password.'],
    [{ errno: 1049 }, 'The server at db.example.com:3306 has no database "shop".'],
    [{ code: 'ENOTFOUND' }, 'The host name "db.example.com" of the store\'s database is not known.'],
    [
      { code: 'EHOSTUNREACH' },
      "The network does not lead to the store's database at db.example.com:3306 (EHOSTUNREACH).",
    ],
  ])('names what it is about: %j', (parts, sentence) => {
    expect(toStoreError(driverError(parts), PLACE)).toMatchObject({ message: sentence });
  });

  it('says that the password is missing, and where to set it', () => {
    const denied = driverError({ errno: 1045 });
    const none = { ...PLACE, password: '' };
    expect(toStoreError(denied, { ...none, passwordVariable: 'TAQUILLA_STORE_PASSWORD' })).toMatchObject({
      code: 'store.access-denied',
      message: expect.stringMatching(/^No password was given .*: set TAQUILLA_STORE_PASSWORD\.$/),
    });
    expect(toStoreError(denied, none)).toMatchObject({
      message: expect.stringMatching(/^The credentials keep no password for the user "reader"/),
    });
  });
});

import { expect, test } from 'vitest';
import { KNOWN_SETTINGS } from './config.ts';
import { findMisspelt } from './misspelt-settings.ts';

test.each([
  ['PORTT', 'PORT'],
  ['prot', 'PORT'],
  ['TIMEZONE', 'TIME_ZONE'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['REDIS_URI', 'REDIS_URL'],
  ['PUBLC_URL', 'PUBLIC_URL'],
  ['WOOCOMMERCE_MYSQL_PASS', 'WOOCOMMERCE_MYSQL_PASSWORD'],
  ['WOOCOMMERCE_DB_HOST', 'WOOCOMMERCE_SSH_HOST'],
  ['TAQUILLA_SECRET_KEY_FIEL', 'TAQUILLA_SECRET_KEY_FILE'],
  ['SMTP_HOST', 'SMTP_URL'],
  ['ALERT_EMAIL', 'ALERT_EMAILS'],
  ['METRICS_TOKEN_FILES', 'METRICS_TOKEN_FILE'],
  ['HEARTBEAT_URI', 'HEARTBEAT_URL'],
])('%s is reported as resembling %s', (name, nearest) => {
  expect(findMisspelt({ [name]: 'x' }, KNOWN_SETTINGS)).toEqual([{ name, nearest }]);
});

test.each([
  'HOME',
  'HOSTNAME',
  'LANGUAGE',
  'MAIL',
  'PWD',
  'NODE_ENV',
  'NODE_OPTIONS',
  'TZ',
  'TERM',
  'POSTGRES_PASSWORD',
  'REDIS_PASSWORD',
  'TAQUILLA_IMAGE',
  'TAQUILLA_DOMAIN',
  'TAQUILLA_SERVICE_HOST',
  'TAQUILLA_PORT_8000_TCP_ADDR',
  'npm_config_user_agent',
  'http_proxy',
])('%s belongs to another program', (name) => {
  expect(findMisspelt({ [name]: 'x' }, KNOWN_SETTINGS)).toEqual([]);
});

test('every known setting, a link of the cluster and an empty value are valid', () => {
  const known = Object.fromEntries(KNOWN_SETTINGS.map((name) => [name, 'x']));
  const others = { TAQUILLA_PORT: 'tcp://10.0.0.1:8000', PORTT: '' };
  expect(findMisspelt({ ...known, ...others }, KNOWN_SETTINGS)).toEqual([]);
});

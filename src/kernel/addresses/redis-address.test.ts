import { expect, test } from 'vitest';
import { placesOfRedis, readRedisUrl } from './redis-address.ts';

test.each([
  ['redis://queue', { host: 'queue', port: 6379 }],
  ['redis://:p%40ss@queue:6380/2', { host: 'queue', port: 6380, password: 'p@ss', db: 2 }],
  ['rediss://ana:secret@[::1]', { host: '::1', port: 6379, username: 'ana', password: 'secret', tls: {} }],
  ['redis://queue:6379/?x=1', { host: 'queue', port: 6379 }],
  [
    'redis+sentinel://one,two:26380/mymaster',
    {
      sentinels: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 26_380 },
      ],
      name: 'mymaster',
    },
  ],
  [
    'rediss+sentinel://ana:p%2Fss@[::1]:26379/tickets/3?sentinel_password=of%20+them',
    {
      sentinels: [{ host: '::1', port: 26_379 }],
      name: 'tickets',
      username: 'ana',
      password: 'p/ss',
      db: 3,
      tls: {},
      enableTLSForSentinelMode: true,
      sentinelPassword: 'of +them',
    },
  ],
  [
    'redis+sentinel://shop:cache2026@cache/mymaster',
    {
      sentinels: [{ host: 'cache', port: 26_379 }],
      name: 'mymaster',
      username: 'shop',
      password: 'cache2026',
    },
  ],
])('%s', (url, address) => {
  expect(readRedisUrl(url)).toEqual(address);
});

test('names every server of an address', () => {
  expect(placesOfRedis('redis://queue:6380/1')).toMatchObject([{ host: 'queue', port: 6380 }]);
  expect(placesOfRedis('redis+sentinel://one,two/x').map(({ host }) => host)).toEqual(['one', 'two']);
});

import { readRedisUrl } from '../kernel/redis-address.ts';

/** What one installation has in a Redis, which it may share with others. */
export interface RedisPlace {
  readonly url: string;
  /** What its keys begin with. @throws unavailable */
  readonly prefix: () => Promise<string>;
}

/** Every connection to Redis begins with this. */
export function connectionTo(url: string) {
  const address = readRedisUrl(url);
  if (!('sentinels' in address)) return { ...address };
  const { sentinels, ...rest } = address;
  return {
    ...rest,
    sentinels: sentinels.map((one) => ({ ...one })),
    // After a failover an open connection may lead to what is a replica now.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
}

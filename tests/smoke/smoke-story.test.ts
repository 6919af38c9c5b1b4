import { describe } from 'vitest';
import { onPostgresWithTls, onRedisWithTls } from './plain-surroundings.ts';
import { smokeStory } from './smoke-story.ts';

/** What costs little; the other surroundings are among the tests of the image. */
describe.each([
  ['PostgreSQL 15 that speaks TLS alone', onPostgresWithTls],
  ['Redis that speaks TLS alone', onRedisWithTls],
])('%s', (_name, open) => void smokeStory(open));

import { describe } from 'vitest';
import { onBundledPostgres, onTlsAlone } from './plain-surroundings.ts';
import { smokeStory } from './smoke-story.ts';

/** What costs little; the other surroundings are among the tests of the image. */
describe.each([
  ['PostgreSQL 15 and Redis that speak TLS alone', onTlsAlone],
  ['the bundled PostgreSQL, everything in one process', onBundledPostgres],
])('%s', (_name, open) => void smokeStory(open));

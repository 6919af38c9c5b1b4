import { describe } from 'vitest';
import { onBundledPostgres, onTlsAlone } from './plain-surroundings.ts';
import { smokeStory } from './smoke-story.ts';

/** The cheap variants; the other platforms are tested with the image. */
describe.each([
  ['PostgreSQL 15 and Redis that speak TLS alone', onTlsAlone],
  ['the bundled PostgreSQL, everything in one process', onBundledPostgres],
])('%s', (_name, open) => void smokeStory(open));

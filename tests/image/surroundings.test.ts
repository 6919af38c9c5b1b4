import { describe } from 'vitest';
import {
  onBundledPostgres,
  onPgbouncer,
  onPgbouncerAlone,
  onPostgresWithTls,
  onReadOnlyRoot,
  onRedisWithTls,
  onSentinels,
} from '../smoke/plain-surroundings.ts';
import { smokeStory } from '../smoke/smoke-story.ts';
import { twoInstallations } from '../smoke/two-installations.ts';

/** `deployments.test.ts` runs the same story on the image with each Compose file. */
describe.each([
  ['the bundled PostgreSQL 18', onBundledPostgres],
  ['a root that is read-only', onReadOnlyRoot],
  ['PostgreSQL 15 that speaks TLS alone', onPostgresWithTls],
  ['PgBouncer in transaction mode, and a way past it', onPgbouncer],
  ['PgBouncer in transaction mode alone', onPgbouncerAlone],
  ['Redis that speaks TLS alone', onRedisWithTls],
  ['three Sentinels, the Redis in charge of which is lost', onSentinels],
])('%s', (_name, open) => void smokeStory(open));

describe('one Redis for two installations', () => twoInstallations());

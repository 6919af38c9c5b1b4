import { z } from 'zod';

/** What one run of the tests has to work with; the global set-up hands it to the workers in the environment. */
const RunServers = z.object({
  /** Begins the name of every database of this run. */
  prefix: z.string(),
  /** A database from which others can be made. */
  backendUrl: z.string(),
  /** An account that may make databases; ends with a slash. */
  storeUrl: z.string(),
  /** PostgreSQL's programs, and a data folder to copy, for servers of a test's own. */
  postgres: z.object({ programs: z.object({ folder: z.string(), major: z.string() }), data: z.string() }),
  client: z.object({ program: z.string(), env: z.record(z.string(), z.string()) }),
});

export type RunServers = z.infer<typeof RunServers>;

const VARIABLE = 'TAQUILLA_TEST_RUN';

export function publishServers(servers: RunServers): void {
  process.env[VARIABLE] = JSON.stringify(servers);
}

export function withdrawServers(): void {
  delete process.env[VARIABLE];
}

/** null: no set-up has run yet. */
export function publishedServers(): RunServers | null {
  const text = process.env[VARIABLE];
  return text === undefined ? null : RunServers.parse(JSON.parse(text));
}

export function runServers(): RunServers {
  const servers = publishedServers();
  if (servers === null) throw new Error('This test needs servers: run it in the project "servers".');
  return servers;
}

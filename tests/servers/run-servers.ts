import { z } from 'zod';

/** The servers and folders of one test run; the global set-up passes them to the workers in the environment. */
const RunServers = z.object({
  /** The prefix of every database of this run. */
  prefix: z.string(),
  /** A database that serves as a template. */
  backendUrl: z.string(),
  /** An account that may create databases; ends with a slash. */
  storeUrl: z.string(),
  /** PostgreSQL's programs, and a data folder to copy, for servers of a single test. */
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

/** null if no set-up has run yet. */
export function publishedServers(): RunServers | null {
  const text = process.env[VARIABLE];
  return text === undefined ? null : RunServers.parse(JSON.parse(text));
}

export function runServers(): RunServers {
  const servers = publishedServers();
  if (servers === null) throw new Error('This test needs servers: run it in the project "servers".');
  return servers;
}

/** Commands that these tests do not run, each with its reason. They are still parsed. */
interface Mark {
  readonly command: RegExp;
  /** Of this page alone. */
  readonly page?: string;
  readonly reason: string;
}

const MARKS: readonly Mark[] = [
  { command: /^docker compose /, reason: 'needs Docker: tests/image runs what the Compose files say' },
  { command: /^umask 077$/, page: 'docs/installing.md', reason: 'of the set-up with Docker' },
  {
    command: /^(POSTGRES_PASSWORD=|REDIS_PASSWORD=|printf '%s.n' "POSTGRES_PASSWORD=)/,
    page: 'docs/installing.md',
    reason: 'of the set-up with Docker: its file .env would be read by every command after it',
  },
  {
    command: /^npm (ci|run build)\b/,
    reason: 'downloads and compiles: tests/soak/installing.test.ts runs it in a copy of the checkout',
  },
  { command: /^npm run demo/, reason: 'starts servers of its own: tests/cli/demo.test.ts runs it' },
  {
    command: /^TAQUILLA_DATA_DIR=\.taquilla\/demo /,
    reason: 'needs the folder that the demo left: tests/cli/demo.test.ts runs it there',
  },
  {
    command: /taquilla -- demo-store /,
    reason: 'starts a MariaDB of its own and runs until Ctrl-C: tests/cli/demo.test.ts runs it',
  },
  {
    command: /^taquilla backup file-backups --files |^taquilla restore \S+ --until /,
    reason: 'of a bundled PostgreSQL with an archive: tests/soak/point-in-time.test.ts runs both',
  },
  {
    command: /^(pg_dump|pg_restore|createdb) /,
    reason: 'PostgreSQL’s own programs, which must be as new as the server: not on every machine',
  },
  {
    command: /^psql /,
    reason: 'PostgreSQL’s own program: tests/backend/documented-queries.test.ts runs its statement',
  },
  {
    command: /--accept-server-key/,
    reason: 'needs a database server on another machine, since this machine may read its own password',
  },
];

const used = new Set<Mark>();

/** Why this command is not run; null if it is. */
export function whyMarked(page: string, command: string): string | null {
  const mark = MARKS.find((one) => (one.page ?? page) === page && one.command.test(command));
  if (mark === undefined) return null;
  used.add(mark);
  return mark.reason;
}

export function marksWithoutUse(): readonly string[] {
  return MARKS.filter((mark) => !used.has(mark)).map(({ command }) => String(command));
}

/** The tests that run a marked command instead, as named in the reasons. */
export function testsOfMarks(): readonly string[] {
  return MARKS.flatMap(({ reason }) => reason.match(/\btests\/[\w/.-]+/g) ?? []);
}

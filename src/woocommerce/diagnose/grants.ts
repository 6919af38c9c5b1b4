/** Privileges that cannot change the store or disturb it. */
const READING: ReadonlySet<string> = new Set([
  'SELECT',
  'SHOW VIEW',
  'USAGE',
  'PROCESS',
  'SHOW DATABASES',
  'REPLICATION CLIENT',
  'REPLICATION SLAVE',
  'CREATE TEMPORARY TABLES',
  'REFERENCES',
  'PROXY',
  'GRANT OPTION',
  // These exist in MariaDB only.
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
  'CONNECTION_ADMIN',
  'SHOW CREATE ROUTINE',
  // These exist in MySQL only.
  'SHOW_ROUTINE',
]);

/** The store's database, by its name on the server. */
export interface StoreDatabaseName {
  readonly name: string;
  /** true if the server distinguishes names by their case (`lower_case_table_names` = 0). */
  readonly caseMatters: boolean;
  readonly isMariaDb: boolean;
}

interface Grant {
  readonly revoked: boolean;
  /** The privileges in capitals, without columns. */
  readonly verbs: readonly string[];
  /** The database; null for `*`. It is written as in the grant, including `\_`. */
  readonly database: string | null;
  /** The table; null for `*`, which means a whole database or all of them. */
  readonly table: string | null;
  readonly grantee: string;
}

/**
 * Whether these grants allow more than reading in the store's database. Rights in other databases do not
 * matter: on many servers, for example, PUBLIC may do anything in `test`. Global rights cover every database,
 * except for MySQL's partial revokes. Of all grants to one grantee on whole databases, the server uses only the
 * one that matches this database best.
 *
 * @param grants the lines of `SHOW GRANTS`; they may contain the hash of a password and are never shown
 */
export function canWrite(grants: readonly string[], store: StoreDatabaseName): boolean {
  const parsed = grants.flatMap((line) => parseGrant(line) ?? []);
  const grantees = new Set(parsed.map(({ grantee }) => grantee));
  return [...grantees].some((grantee) => {
    const own = parsed.filter((grant) => grant.grantee === grantee);
    const takenBack = new Set(
      own
        .filter(({ revoked, database }) => revoked && sameName(database, store))
        .flatMap(({ verbs }) => verbs),
    );
    const granted = own.filter(({ revoked }) => !revoked);
    const inForce = [
      ...granted.filter(({ database }) => database === null).map(({ verbs }) => less(verbs, takenBack)),
      ...bestOnDatabase(granted, store).map(({ verbs }) => verbs),
      ...granted
        .filter(({ database, table }) => table !== null && sameName(database, store))
        .map(({ verbs }) => verbs),
    ];
    return inForce.flat().some((verb) => !READING.has(verb));
  });
}

/**
 * The roles in these grants, in the form for a statement. The grant of a role does not list the role's rights,
 * and a role that is not active by default must be enabled with `SET ROLE`.
 */
export function grantedRoles(grants: readonly string[]): readonly string[] {
  const roles = grants.flatMap((line) => {
    const list = /^GRANT ((?:NAME(?:@NAME)?, ?)*NAME(?:@NAME)?) TO /.source;
    const match = new RegExp(list.replaceAll('NAME', QUOTED), 'i').exec(line);
    return match?.[1]?.match(new RegExp(`${QUOTED}(?:@${QUOTED})?`, 'g')) ?? [];
  });
  return [...new Set(roles)];
}

/** A name in the quotes of any SQL mode. Quotes inside are doubled. */
const QUOTED = '(?:`(?:[^`]|``)*`|"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')';
const GRANT = new RegExp(
  `^(GRANT|REVOKE) (.+?) ON (?:(?:TABLE|FUNCTION|PROCEDURE|PACKAGE BODY|PACKAGE) )?(\\*|${QUOTED})\\.(\\*|${QUOTED}) (?:TO|FROM) (\\S+)`,
  'is',
);

function parseGrant(line: string): Grant | null {
  const match = GRANT.exec(line);
  if (match === null) return null;
  const [, kind = '', verbs = '', database = '', table = '', grantee = ''] = match;
  return {
    revoked: kind.toUpperCase() === 'REVOKE',
    verbs: verbs
      .replace(new RegExp(`\\((?:${QUOTED}|[^)])*\\)`, 'g'), '')
      .split(',')
      .map((verb) => verb.trim().toUpperCase()),
    database: unquoted(database),
    table: unquoted(table),
    grantee,
  };
}

function unquoted(name: string): string | null {
  if (name === '*') return null;
  const quote = name.charAt(0);
  return name.slice(1, -1).replaceAll(quote + quote, quote);
}

function less(verbs: readonly string[], takenBack: ReadonlySet<string>): readonly string[] {
  return verbs.filter((verb) => !takenBack.has(verb));
}

/** In grants on tables and in revokes, names are not patterns. */
function sameName(name: string | null, store: StoreDatabaseName): boolean {
  return name !== null && (store.caseMatters ? name === store.name : fold(name) === fold(store.name));
}

function fold(name: string): string {
  return name.toLowerCase();
}

/** The grants on whole databases that the server uses: those that match this database best. */
function bestOnDatabase(grants: readonly Grant[], store: StoreDatabaseName): readonly Grant[] {
  const matching = grants.flatMap((grant) => {
    const { database, table } = grant;
    return database !== null && table === null && patternOf(database, store).test(store.name)
      ? [{ grant, closeness: closenessOf(database, store) }]
      : [];
  });
  const closest = Math.max(...matching.map(({ closeness }) => closeness));
  return matching.filter(({ closeness }) => closeness === closest).map(({ grant }) => grant);
}

const NO_WILDCARD = 1_000;

/**
 * MariaDB prefers patterns without `%`, then those with more literal characters. MySQL prefers the pattern
 * whose first wildcard comes last.
 *
 * @source measured on MariaDB 10.11 with every pair of thirteen patterns; MySQL's `get_sort` in
 *   sql_auth_cache.cc
 */
function closenessOf(pattern: string, { isMariaDb }: StoreDatabaseName): number {
  const signs: readonly string[] = pattern.match(/\\.|./gs) ?? [];
  const isWild = (sign: string): boolean => sign === '%' || sign === '_';
  if (isMariaDb) {
    return (signs.includes('%') ? 0 : NO_WILDCARD) + signs.filter((sign) => !isWild(sign)).length;
  }
  const at = signs.findIndex(isWild);
  return at < 0 ? NO_WILDCARD : at;
}

function patternOf(pattern: string, { caseMatters }: StoreDatabaseName): RegExp {
  const source = (pattern.match(/\\.|./gs) ?? []).map((sign) => {
    if (sign === '%') return '.*';
    if (sign === '_') return '.';
    return (sign.length > 1 ? sign.slice(1) : sign).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, caseMatters ? 's' : 'is');
}

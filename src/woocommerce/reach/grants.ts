const READING = ['SELECT', 'SHOW VIEW', 'USAGE', 'PROCESS', 'SHOW DATABASES', 'REPLICATION CLIENT', 'PROXY'];
// MariaDB's other names
const READING_TOO = ['BINLOG MONITOR', 'SLAVE MONITOR', 'REPLICA MONITOR', 'CONNECTION_ADMIN'];

/**
 * Whether any of these grants allows more than reading. Of a grant for single columns only the verb counts; a role
 * is asked about by its own lines, which `SHOW GRANTS` lists too where it is in force.
 *
 * @param grants the lines of `SHOW GRANTS`; they may hold the hash of a password and are never told
 */
export function canWrite(grants: readonly string[]): boolean {
  return grants.some((grant) => {
    const verbs = /^GRANT (.+?) ON /i.exec(grant)?.[1];
    if (verbs === undefined) return false;
    return verbs
      .replace(/\([^)]*\)/g, '')
      .split(',')
      .map((verb) => verb.trim().toUpperCase())
      .some((verb) => ![...READING, ...READING_TOO].includes(verb));
  });
}

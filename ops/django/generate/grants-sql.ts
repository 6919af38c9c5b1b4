import type { AppModel } from './app-models.ts';

/** The file grants.sql: what the role of the Django project may do, and nothing else. */
export function grantsSql(models: readonly AppModel[]): string {
  const lines = models.flatMap(({ table, columns, edited }) => [
    grant(
      'select',
      columns.map(({ name }) => name),
      table,
    ),
    ...(edited.length === 0 ? [] : [grant('update', edited, table)]),
  ]);
  return `-- Made from the migrated schema by "npm run django-app": changes belong there.
-- Run it as the owner of the tables, with their schema and the role of the Django project, again after every upgrade:
--   psql "$DATABASE_URL" -1 -v schema=public -v role=backoffice -f grants.sql
\\set ON_ERROR_STOP on
grant usage on schema :"schema" to :"role";
${lines.join('\n')}
`;
}

function grant(right: string, columns: readonly string[], table: string): string {
  const start = `grant ${right} (`;
  const lines: string[] = [];
  let line = start;
  for (const [at, name] of columns.entries()) {
    const piece = at === columns.length - 1 ? name : `${name}, `;
    if ((line + piece).trimEnd().length > 110) {
      lines.push(line.trimEnd());
      line = '  ';
    }
    line += piece;
  }
  return [...lines, `${line}) on :"schema".${table} to :"role";`].join('\n');
}

import { AppError } from '../../kernel/errors.ts';

/**
 * Makes a query answer each row as one JSON array of texts: a line of a remote client's output could otherwise
 * tell neither NULL from the text 'NULL' nor a line break from the end of a row. Every column becomes text, so
 * that no amount and no id passes through a float.
 *
 * It reads our own statements, which have plain lists of columns; it is no SQL parser for others'. null: the
 * statement is no query, its rows stay as the client prints them.
 *
 * @throws bug `store.statement-not-readable`
 */
export function asJsonStatement(sql: string): string | null {
  if (!/^\s*SELECT\b/i.test(sql)) return null;
  const words = topLevelWords(sql);
  let rewritten = '';
  let at = 0;
  for (const [index, word] of words.entries()) {
    if (word.text !== 'SELECT') continue;
    const after = words.slice(index + 1);
    const distinct = after[0]?.text === 'DISTINCT' ? after[0] : undefined;
    const from = (distinct ?? word).end;
    const until = after.find(({ text }) => ENDS_COLUMNS.has(text))?.start ?? endOf(sql);
    rewritten += `${sql.slice(at, from)} ${jsonArray(sql.slice(from, until))} `;
    at = until;
  }
  return rewritten + sql.slice(at);
}

const ENDS_COLUMNS: ReadonlySet<string> = new Set([
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'UNION',
]);

function jsonArray(list: string): string {
  const columns = splitColumns(list).map((column) => `CAST(${withoutAlias(column)} AS CHAR)`);
  return `JSON_ARRAY(${columns.join(', ')})`;
}

interface Word {
  /** In capitals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words and commas that stand outside of brackets, strings and quoted names. */
function topLevelWords(sql: string): readonly Word[] {
  const words: Word[] = [];
  const parts = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[\w$.]+|[(),]/gs;
  let depth = 0;
  for (const { 0: text, index } of sql.matchAll(parts)) {
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    else if (depth === 0 && /^[\w,]/.test(text)) {
      words.push({ text: text.toUpperCase(), start: index, end: index + text.length });
    }
  }
  return words;
}

function splitColumns(list: string): readonly string[] {
  const commas = topLevelWords(list).filter(({ text }) => text === ',');
  const ends = [...commas.map(({ start }) => start), list.length];
  const columns = ends.map((end, at) => list.slice(commas[at - 1]?.end ?? 0, end).trim());
  if (columns.some((column) => column === '' || /(^|\.)\*$/.test(column))) throw notReadable(list);
  return columns;
}

function withoutAlias(column: string): string {
  const as = topLevelWords(column).find(({ text }) => text === 'AS');
  return as === undefined ? column : column.slice(0, as.start).trim();
}

function endOf(sql: string): number {
  return sql.trimEnd().length;
}

function notReadable(list: string): AppError {
  return new AppError({
    kind: 'bug',
    code: 'store.statement-not-readable',
    message: 'A statement cannot be sent over a remote client.',
    details: { list },
  });
}

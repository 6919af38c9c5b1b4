import { AppError } from '../../../kernel/errors.ts';

/** One list of columns in a statement, with its start and end. */
interface SelectList {
  readonly from: number;
  readonly until: number;
  /** The expressions as written, without their aliases. */
  readonly columns: readonly string[];
}

/**
 * Finds the columns that a statement selects, one list for each SELECT outside of brackets. It parses only our
 * own statements, which have simple lists of columns. Null if the statement is not a query.
 *
 * @throws bug `store.statement-not-readable`
 */
export function selectLists(sql: string): readonly SelectList[] | null {
  if (!/^\s*SELECT\b/i.test(sql)) return null;
  const words = topLevelWords(sql);
  return words.flatMap((word, index) => {
    if (word.text !== 'SELECT') return [];
    const after = words.slice(index + 1);
    const distinct = after[0]?.text === 'DISTINCT' ? after[0] : undefined;
    const from = (distinct ?? word).end;
    const until = after.find(({ text }) => ENDS_COLUMNS.has(text))?.start ?? sql.trimEnd().length;
    return { from, until, columns: splitColumns(sql.slice(from, until)).map(withoutAlias) };
  });
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

interface Word {
  /** The text in capitals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words and commas outside of brackets, strings and quoted names. */
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

function notReadable(list: string): AppError {
  return new AppError({
    code: 'store.statement-not-readable',
    message: 'A statement cannot be sent over a remote client.',
    details: { list },
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A statement that a file of `src` sends. */
export interface SentStatement {
  /** `file:line` */
  readonly place: string;
  /** TypeScript that evaluates to its texts, from the declarations of the module and from `locals`. */
  readonly texts: string;
  /** Parameters and variables in `texts` whose values are not in the source. */
  readonly locals: readonly string[];
  /** TypeScript of its row type; null if the call names none. */
  readonly row: string | null;
  /** true if a caller uses the rows, under the type of a function or a property. */
  readonly isHandedOn: boolean;
}

/** These query other databases, or tables that a migrated server may lack. */
const ELSEWHERE = /^src\/(demo|woocommerce|backend\/(backup|bundled|migrate)|backend\/database\.ts)/;
/**
 * Functions that send a statement: which of their arguments it is, and whether that is its text or a list of its
 * parts.
 */
const SENDERS: ReadonlyMap<string, readonly [argument: number, as: 'text' | 'parts']> = new Map([
  ['query', [0, 'text']],
  ['queryRows', [1, 'text']],
  ['streamRows', [1, 'text']],
  ['readKeyPage', [1, 'parts']],
  ['streamKeyRows', [1, 'parts']],
  ['bestRows', [2, 'parts']],
]);
const FROM_PARTS =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one in the copy of the file
  "(list: any) => `select ${list.columns} from ${list.table} ${list.joins} where ${list.where ?? 'true'}`";

export function sourceFiles(): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name))
    .filter((file) => /(?<!\.test)\.ts$/.test(file) && !ELSEWHERE.test(file))
    .sort();
}

/** The statements of one file, in order. */
export function readStatements(file: string): readonly SentStatement[] {
  const source = readFileSync(file, 'utf8');
  const { program } = parseSync(file, source);
  const calls = [...nodesIn(program.body)].filter(({ type }) => type === 'CallExpression');
  const declared = new Set(program.body.flatMap(namesDeclared));
  const textOf = ({ start, end }: Node): string => source.slice(start, end);
  const localsIn = (expression: Node): readonly string[] =>
    freeNames(expression).filter((name) => !declared.has(name) && !(name in globalThis));

  /**
   * Replaces the parameters of a function with the arguments of its calls in the file; undefined if one is not
   * constant.
   */
  const loopOverCalls = ({ id, params = [] }: Node, wanted: string): string | undefined => {
    const names: string[] = params.map((one: Node, at: number) => one.name ?? `_${at}`);
    const sets = calls
      .filter(({ callee }) => callee.name !== undefined && callee.name === id?.name)
      .map((call) => names.map((_, at) => call.arguments[at]))
      .map((set) => set.map((one) => (localsIn(one).length === 0 ? one : undefined)));
    if (sets.length === 0 || sets.some((set) => set[names.indexOf(wanted)] === undefined)) return undefined;
    const texts = sets.map((set) => `[${set.map((one) => (one ? textOf(one) : 'null')).join(', ')}]`);
    return `for (const [${names.join(', ')}] of [${texts.join(', ')}]) {`;
  };

  /** Code that assigns values to the variables of an expression, and the variables for which it finds no value. */
  const valuesFor = (
    expression: Node,
    part: Node,
  ): { readonly code: readonly string[]; readonly locals: readonly string[] } => {
    const found = localsIn(expression).map((name) => {
      const from = [...nodesIn(part)].findLast((node) => gives(node, name, expression));
      if (from === undefined) {
        const loop = loopOverCalls(part.declaration ?? part, name);
        return loop === undefined ? { code: [], locals: [name] } : { code: [loop], locals: [] };
      }
      const { code, locals } = valuesFor(from.right ?? from.init, part);
      const isLoop = from.type === 'ForOfStatement';
      const own = isLoop ? `for (${textOf(from.left)} of ${textOf(from.right)}) {` : `const ${textOf(from)};`;
      return { code: [...code, own], locals };
    });
    return {
      code: [...new Set(found.flatMap(({ code }) => code))],
      locals: [...new Set(found.flatMap(({ locals }) => locals))],
    };
  };

  return calls.flatMap((call): readonly SentStatement[] => {
    const [at = 0, as] = SENDERS.get(call.callee.property?.name ?? call.callee.name) ?? [];
    const part = program.body.find(({ start, end }) => start <= call.start && call.end <= end);
    const argument = call.arguments[at];
    if (as === undefined || argument === undefined || namesDeclared(part).some((name) => SENDERS.has(name)))
      return [];
    const { code, locals } = valuesFor(argument, part);
    const ends = code.filter((line) => line.endsWith('{')).map(() => '}');
    const text = as === 'parts' ? `(${FROM_PARTS})(${textOf(argument)})` : textOf(argument);
    const row = call.typeArguments?.params[0];
    return [
      {
        place: `${file}:${source.slice(0, call.start).split('\n').length}`,
        texts: [...code, `yield ${text};`, ...ends].join(' '),
        locals,
        row: row ? textOf(row) : null,
        isHandedOn: /(return|=>|\w:)\s+await\s+$/.test(source.slice(0, call.start)),
      },
    ];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: nodes of a syntax tree are read by their kinds
type Node = any;

function* nodesIn(value: Node): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (typeof value.type === 'string') yield value;
  for (const child of Object.values(value)) yield* nodesIn(child);
}

/** Whether this is the constant or the loop that assigns the name its value in an expression. */
function gives(node: Node, name: string, { start }: Node): boolean {
  if (node.type === 'ForOfStatement') {
    const isInside = node.right.end < start && start < node.end;
    return isInside && namesIn(node.left).includes(name);
  }
  const isConstant =
    node.type === 'VariableDeclarator' && node.end < start && namesIn(node.id).includes(name);
  const waits = [...nodesIn(node.init)].some(({ type }) => type === 'AwaitExpression');
  return isConstant && node.init !== null && !waits;
}

function namesIn(node: Node): readonly string[] {
  return [...nodesIn(node)].map(({ name }) => name);
}

/** The names that a part of a file declares or imports. */
function namesDeclared(part: Node): readonly string[] {
  const declared = part.declaration ?? part;
  const named = [declared, ...(declared.declarations ?? [])].map(({ id }) => id?.name);
  const imported = (part.specifiers ?? []).map(({ local }: Node) => local.name);
  return [...named, ...imported].filter((name) => name !== undefined);
}

/** The variables that an expression uses but does not declare. */
function freeNames(node: Node): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'MemberExpression' && !node.computed) return freeNames(node.object);
  if (node.type === 'Property') return freeNames(node.value);
  if (node.type?.startsWith('TS')) return freeNames(node.expression);
  if (node.type === 'ArrowFunctionExpression') {
    const own = new Set(namesIn(node.params));
    return freeNames(node.body).filter((name) => !own.has(name));
  }
  return Object.values(node).flatMap(freeNames);
}

import type { ErrorCode } from '../error-catalogue.ts';
import { AppError } from '../errors.ts';

/**
 * The text of an error in both languages. Names in braces are placeholders for objects, such as `{server}`.
 * Both languages use the same names.
 */
export interface Sentence {
  readonly code: ErrorCode;
  readonly en: string;
  readonly es: string;
  /**
   * The sentence for readers who may not see hosts and names of the installation. Absent means the sentence
   * itself.
   */
  readonly brief?: string;
}

export function sentence(code: ErrorCode, en: string, es: string): Sentence {
  return { code, en, es };
}

/** The values by their names in braces. None of them is a secret. */
export type Named = Readonly<Record<string, string | number>>;

interface More {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Creates the error with this sentence about these objects, which are also in the error's details. */
export function errorOf(said: Sentence, named: Named, { details = {}, ...rest }: More = {}): AppError {
  const { code, en, brief } = said;
  const input = { code, message: fill(en, named), details: { ...named, ...details }, ...rest };
  return new AppError(brief === undefined ? input : { ...input, brief });
}

/** The Spanish form of an English text; null if the text is none of the sentences. */
export function translated(sentences: readonly Sentence[], english: string): string | null {
  for (const { en, es } of sentences) {
    const named = read(en, english);
    if (named !== null) return fill(es, named);
  }
  return null;
}

/** The public form of a text, which does not reveal where a server is or which user signs in there. */
const HARMLESS: ReadonlySet<string> = new Set([
  'errno',
  'seconds',
  'protocol',
  'fingerprint',
  'resource',
  'table',
  'column',
]);

/** The English text of a sentence without hosts, users and names; any other text is unchanged. */
export function withoutObjects(sentences: readonly Sentence[], english: string, mask: string): string {
  for (const { en } of sentences) {
    const named = read(en, english);
    if (named === null) continue;
    const hidden = Object.entries(named).map(([name, value]) => [name, HARMLESS.has(name) ? value : mask]);
    return fill(en, Object.fromEntries(hidden));
  }
  return english;
}

/** `db.example.com:5432`, `[::1]:5432`. */
export function serverAt(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function fill(template: string, named: Named): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name] ?? ''));
}

/**
 * Extracts the objects from a text by its template, because executions and incidents store only the English
 * text.
 */
function read(template: string, text: string): Named | null {
  const names: string[] = [];
  const pattern = template.replace(/\{(\w+)\}|[\\^$.*+?()[\]{}|/-]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return '(.*?)';
  });
  const groups = new RegExp(`^${pattern}$`, 's').exec(text);
  if (groups === null) return null;
  return Object.fromEntries(names.map((name, at) => [name, groups[at + 1] ?? '']));
}

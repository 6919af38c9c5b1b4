import { posix } from 'node:path';
import { readText, repositoryFiles } from './source-files.ts';

/** The pages for readers: all Markdown files of the repository. */
export function pages(): readonly string[] {
  return repositoryFiles().filter((path) => path.endsWith('.md'));
}

interface Link {
  readonly from: string;
  readonly target: string;
  /** The file of this repository; null for other targets. */
  readonly to: string | null;
  readonly anchor: string | null;
}

const LINK = /\[[^\]]*\]\(([^()\s]+(?:\([^)]*\))?)\)/g;

export function linksOf(path: string): readonly Link[] {
  const text = withoutCode(readText(path));
  return [...text.matchAll(LINK)].map(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return { from: path, target, to: null, anchor: null };
    const [file = '', anchor] = target.split('#');
    const to = file === '' ? path : posix.join(posix.dirname(path), file);
    return { from: path, target, to, anchor: anchor ?? null };
  });
}

/** The anchors of a page's headings. */
export function anchorsOf(path: string): ReadonlySet<string> {
  const headings = [...withoutCode(readText(path)).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** The fenced blocks of one language, without their indentation. */
export function blocksOf(path: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...readText(path).matchAll(fence)].map(([, indent = '', body = '']) =>
    body
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n'),
  );
}

/** The names in backticks within the sentences and tables of a page. */
export function codeSpansOf(path: string): readonly string[] {
  const prose = withoutCode(readText(path)).replace(/^ {4}.*$/gm, '');
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '));
}

/** The lines that a page shows as typed: those that begin with `$ `, with their continuation lines. */
export function typedIn(path: string): readonly string[] {
  return [...readText(path).matchAll(/^ {4}\$ ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => line);
}

/**
 * The words of a shell command, one list for each command: split at `|`, `&&`, `||`, `;`, `&` and line ends;
 * redirections are dropped.
 */
export function shellCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    if (commands.at(-1)?.length !== 0) commands.push([]);
  };
  const text = script.replace(/\\\n\s*/g, ' ');
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '#' && word === null) {
      const end = text.indexOf('\n', at);
      at = (end === -1 ? text.length : end) - 1;
    } else if (char === "'" || char === '"') {
      const end = closingQuote(text, at);
      word = `${word ?? ''}${text.slice(at + 1, end)}`;
      at = end;
    } else if (char === '$' && text[at + 1] === '(') {
      // a substitution is a command as well
      const end = closingAt(text, at + 2);
      word = `${word ?? ''}SUBSTITUTED`;
      commands.splice(-1, 0, [...(shellCommands(text.slice(at + 2, end))[0] ?? [])]);
      at = end;
    } else if (/[|;&\n]/.test(char) && !(char === '&' && text[at - 1] === '>')) endCommand();
    else if (char === ' ' || char === '\t') endWord();
    else word = `${word ?? ''}${char}`;
  }
  endCommand();
  return commands
    .map((words) => words.filter((one, at) => !/^\d?>/.test(one) && !/^\d?>$/.test(words[at - 1] ?? '')))
    .map((words) => words.filter((one, at) => one !== '<' && words[at - 1] !== '<'))
    .filter((words) => words.length > 0);
}

/** The position of the parenthesis that closes the one before `at`; those within quotes do not count. */
function closingAt(text: string, at: number): number {
  let depth = 1;
  for (let here = at; here < text.length; here += 1) {
    const char = text[here] ?? '';
    if (char === "'" || char === '"') here = closingQuote(text, here);
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth === 0) return here;
  }
  throw new Error(`a parenthesis is left open: ${text.slice(at)}`);
}

function closingQuote(text: string, at: number): number {
  const end = text.indexOf(text[at] ?? '', at + 1);
  if (end === -1) throw new Error(`a quote is left open: ${text.slice(at)}`);
  return end;
}

import { readText } from '../house/source-files.ts';

/** One command of a page, as a reader would type it. */
export interface PageCommand {
  readonly page: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** The output that the page shows for it; null if it shows none. */
  readonly printed: string | null;
}

const PROMPT = '    $ ';

/** The commands of a page from top to bottom: those of its shell blocks, and those after a prompt. */
export function commandsOf(page: string): readonly PageCommand[] {
  const lines = readText(page).split('\n');
  const found: PageCommand[] = [];
  let at = 0;
  /** Takes lines from here on until they form a complete command. */
  const take = (cut: (line: string) => string): string => {
    let text = cut(lines[at] ?? '');
    while (!isWhole(text)) {
      at += 1;
      if (at >= lines.length) throw new Error(`${page}: a command does not end: ${text}`);
      text += `\n${cut(lines[at] ?? '')}`;
    }
    at += 1;
    return text;
  };
  while (at < lines.length) {
    const fence = /^( *)```(\w*)$/.exec(lines[at] ?? '');
    if (fence !== null) {
      const [, indent = '', language] = fence;
      at += 1;
      while (lines[at] !== `${indent}\`\`\``) {
        if (at >= lines.length) throw new Error(`${page}: a block does not end`);
        const line = at + 1;
        if (language !== 'sh') at += 1;
        else found.push({ page, line, text: take((one) => one.slice(indent.length)), printed: null });
      }
      at += 1;
    } else if (lines[at]?.startsWith(PROMPT) === true) {
      const line = at + 1;
      const text = take((one) => (one.startsWith(PROMPT) ? one.slice(PROMPT.length) : one.slice(4)));
      const printed: string[] = [];
      while (
        /^ {4}(?!\$ )/.test(lines[at] ?? '') ||
        (lines[at] === '' && /^ {4}(?!\$ )/.test(lines[at + 1] ?? ''))
      ) {
        printed.push((lines[at] ?? '').slice(4));
        at += 1;
      }
      found.push({ page, line, text, printed: printed.length === 0 ? null : printed.join('\n') });
    } else at += 1;
  }
  return found.filter(({ text }) => text.trim() !== '');
}

/** Whether a shell would run it: no quote, loop or line continuation is open. */
function isWhole(text: string): boolean {
  let quote = '';
  let bare = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\' && quote !== "'") {
      if (at >= text.length - 1 || text.slice(at + 1) === '\n') return false;
      at += 1;
    } else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '#' && /^$|\s/.test(text[at - 1] ?? '')) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end - 1;
    } else if (char === "'" || char === '"') quote = char;
    else bare += char;
  }
  const count = (word: RegExp): number => bare.match(word)?.length ?? 0;
  return quote === '' && count(/\bdo\b/g) === count(/\bdone\b/g) && !/(?:\||&&)\s*$/.test(bare);
}

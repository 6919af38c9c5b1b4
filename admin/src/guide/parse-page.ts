/** A part of a page of the operations guide. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] };

/** A part of a line. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'bold' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string };

const FENCE = /^```/;
const HEADING = /^(#{1,4}) (.*)$/;
const ITEM = /^(\d+\.|-) +/;

/** Parses the Markdown that our own pages use: headings, paragraphs, tables, lists and code. */
export function parsePage(markdown: string): readonly Block[] {
  return parseBlocks(markdown.split(/\r?\n/));
}

function parseBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (wanted: (line: string) => boolean): string[] => {
    const start = at;
    while (at < lines.length && wanted(lines[at] ?? '')) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: 'code', text: takeWhile((one) => !FENCE.test(one)).join('\n') });
      at += 1;
    } else if (heading !== null) {
      at += 1;
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' });
    } else if (line.startsWith('|')) {
      const [head = [], , ...rows] = takeWhile((one) => one.startsWith('|')).map(cellsOf);
      blocks.push({ kind: 'table', head, rows });
    } else if (ITEM.test(line)) {
      const ordered = /^\d/.test(line);
      const items: (readonly Block[])[] = [];
      while (ITEM.test(lines[at] ?? '')) items.push(takeItem(lines[at] ?? '', takeWhile));
      blocks.push({ kind: 'list', ordered, items });
    } else {
      const text = takeWhile((one) => one.trim() !== '' && !FENCE.test(one) && !HEADING.test(one)).join(' ');
      blocks.push({ kind: 'paragraph', text });
    }
  }
  return blocks;
}

/** Takes an item: its first line, and the lines below it with the same indent. */
function takeItem(
  first: string,
  takeWhile: (wanted: (line: string) => boolean) => string[],
): readonly Block[] {
  const indent = ITEM.exec(first)?.[0].length ?? 0;
  let isFirst = true;
  const taken = takeWhile((line) => {
    const mine = isFirst || line.trim() === '' || line.startsWith(' '.repeat(indent));
    isFirst = false;
    return mine;
  });
  return parseBlocks(taken.map((line) => line.slice(indent)));
}

function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/g;

export function parseLine(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > end) parts.push({ kind: 'text', text: text.slice(end, found.index) });
    end = found.index + found[0].length;
    const [, code, bold, emphasis, label, to] = found;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (bold !== undefined) parts.push({ kind: 'bold', text: bold });
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: emphasis });
    else parts.push({ kind: 'link', text: label ?? '', to: to ?? '' });
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

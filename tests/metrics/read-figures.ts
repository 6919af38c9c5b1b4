import { isDeepStrictEqual } from 'node:util';

/** One line of Prometheus' text format. */
export interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposition {
  readonly lines: readonly Line[];
  /** name of a family → its type */
  readonly types: ReadonlyMap<string, string>;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g;

/** Prometheus' text format, read as strictly as Prometheus reads it; anything else fails. */
export function readExposition(text: string): Exposition {
  const lines: Line[] = [];
  const types = new Map<string, string>();
  for (const row of text.split('\n').filter((one) => one !== '')) {
    if (row.startsWith('# HELP ')) continue;
    const typed = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(row);
    if (typed !== null) {
      const [, name = '', type = ''] = typed;
      if (types.has(name)) throw new Error(`two families are called ${name}`);
      types.set(name, type);
      continue;
    }
    const parts = LINE.exec(row);
    if (parts === null) throw new Error(`this is no line of a scrape: ${row}`);
    const [, name = '', labelText = '', value = ''] = parts;
    const labels = Object.fromEntries([...labelText.matchAll(LABEL)].map(([, label, text]) => [label, text]));
    lines.push({ name, labels, value: Number(value.replace('Inf', 'Infinity')) });
  }
  const seen = lines.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);
  const doubled = seen.filter((line, at) => seen.indexOf(line) !== at);
  if (doubled.length > 0) throw new Error(`lines come twice: ${doubled.join('; ')}`);
  return { lines, types };
}

/** The value of one line; undefined if there is none. */
export function figureOf(
  { lines }: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return lines.find((line) => line.name === name && isDeepStrictEqual(line.labels, labels))?.value;
}

/** Names of series → names of families: the parts of a histogram have separate names. */
export function familyOf(series: string, { types }: Exposition): string {
  const base = series.replace(/_(bucket|sum|count)$/, '');
  return types.get(base) === 'histogram' ? base : series;
}

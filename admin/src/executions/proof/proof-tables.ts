import type { ExecutionDetail } from '../../../../src/contract/execution.ts';

type ProofRow = ExecutionDetail['proof'][number];

/** One measure of a group on both sides. */
interface ProofCell {
  readonly store: string;
  readonly backend: string;
  readonly equal: boolean;
}

interface ProofGroup {
  /** `completed / CLP` */
  readonly name: string;
  /** How many groups it sums up, in an old execution; else 1. */
  readonly count: number;
  /** The cells in the order of the measures; null if this group does not have the measure. */
  readonly cells: readonly (ProofCell | null)[];
  readonly equal: boolean;
}

/** The rows of one subject of the proof, shown as one table. */
export interface ProofTable {
  readonly key: string;
  readonly scope: ProofRow['scope'];
  readonly subject: string;
  readonly measures: readonly string[];
  readonly groups: readonly ProofGroup[];
}

const MEASURES = ['count', 'quantity', 'total', 'refunded_by_lines', 'order_refunded', 'days_checked_in'];

const rank = (measure: string): number => {
  const at = MEASURES.indexOf(measure);
  return at === -1 ? MEASURES.length : at;
};

/**
 * Arranges the rows of a proof: one table for each subject, one line for each group, and one column for each
 * measure.
 */
export function proofTables(rows: readonly ProofRow[]): readonly ProofTable[] {
  const bySubject = grouped(rows, ({ scope, subject }) => `${scope} ${subject}`);
  return [...bySubject].map(([key, own]) => {
    const measures = [...new Set(own.map(({ measure }) => measure))].sort(
      (a, b) => rank(a) - rank(b) || a.localeCompare(b),
    );
    // Sums of groups that agree and of groups that differ are two lines.
    const keyOf = ({ group, group_count, equal }: ProofRow): string =>
      group_count === 1 ? group : ` ${equal}`;
    const groups = [...grouped(own, keyOf).values()].map((cells) => ({
      name: cells[0]?.group ?? '',
      count: Math.max(...cells.map(({ group_count }) => group_count)),
      cells: measures.map((measure) => cells.find((cell) => cell.measure === measure) ?? null),
      equal: cells.every(({ equal }) => equal),
    }));
    const first = own[0];
    return { key, scope: first?.scope ?? 'whole', subject: first?.subject ?? '', measures, groups };
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The currency in a group's name: `completed / CLP` → `CLP`. */
export function currencyOf(group: string): string | null {
  return / \/ ([A-Z]{3})$/.exec(group)?.[1] ?? null;
}

import type { z } from 'zod';
import { streamChanges } from '../backend/executions/execution-log-list.ts';
import { initialTexts } from '../backend/readings/change-amounts.ts';
import type { ChangeRow } from '../backend/readings/change-list.ts';
import { zonesOfEvents } from '../backend/ticketing-queries/event-list.ts';
import type { changeExportQuery } from '../contract/ticketing/exports.ts';
import type { Cell, Column } from './column.ts';
import {
  type Export,
  instantColumns,
  madeColumn,
  mapBatches,
  plainColumns,
  type ReaderView,
} from './export.ts';
import { changeFilter } from './filters.ts';

interface ZonedChange extends ChangeRow {
  readonly timezone: string;
}
/** A line of a table: one changed field of an entry. */
interface Line extends ZonedChange {
  readonly field: string | null;
  readonly before: Cell;
  readonly after: Cell;
}

const COLUMNS: readonly Column<Line>[] = [
  ...instantColumns<Line>('created_at', ({ timezone }) => timezone),
  madeColumn('event_title', ({ subject }) => subject?.event_title ?? null),
  ...plainColumns<Line>('text', 'table operation'),
  madeColumn('order_number', ({ subject }) => subject?.order_number ?? null),
  madeColumn('number', ({ subject }) => subject?.number ?? null),
  madeColumn('name', ({ subject }) => subject?.name ?? null),
  madeColumn('part', ({ subject }) => subject?.part ?? null),
  ...plainColumns<Line>(
    'text',
    'field before after currency trigger triggered_by_name timezone execution_id row_id',
  ),
  ...plainColumns<Line>('number', 'id'),
];

/**
 * The journal: in a table one row for each changed field, in NDJSON one object for each entry.
 *
 * @throws invalid `http.invalid-request`
 */
export function changeExport(query: z.output<typeof changeExportQuery>, view: ReaderView): Export {
  const filter = changeFilter(query);
  return async function* changes(tx, write, written) {
    const zones = await zonesOfEvents(tx);
    const shown = (row: ChangeRow): ZonedChange => ({
      ...view.change(row),
      initial: initialTexts(row),
      timezone: zones.get(row.subject?.event ?? '') ?? 'UTC',
    });
    const content = {
      columns: COLUMNS,
      items: mapBatches(streamChanges(tx, filter), shown),
      linesOf,
      objectOf: (change: ZonedChange) => {
        const { timezone: _, ...entry } = change;
        return entry;
      },
    };
    yield* write(content, written);
  };
}

/** An entry without fields is one line as well. */
function linesOf(change: ZonedChange): readonly Line[] {
  const changed = Object.entries(change.fields ?? {}).map(([field, [before, after]]) => ({
    ...change,
    field,
    before: textOf(before),
    after: textOf(after),
  }));
  const created = Object.entries(change.initial ?? {}).map(([field, value]) => ({
    ...change,
    field,
    before: null,
    after: value,
  }));
  const lines = [...changed, ...created];
  return lines.length > 0 ? lines : [{ ...change, field: null, before: null, after: null }];
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

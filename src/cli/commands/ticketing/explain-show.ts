import type { RowExplanation } from '../../../configurations/explain-row.ts';
import type { ExplanationParts } from '../../../configurations/explanation-parts.ts';
import { NOTE_SENTENCES } from '../../../contract/note.ts';
import type { ExplainedReason } from '../../../contract/ticketing/explanation.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { countOf } from '../../output/tables.ts';

const TITLES: Readonly<Record<ExplainedReason['topic'], string>> = {
  order: 'Order',
  status: 'Status',
  money: 'Money, step by step',
  refund: 'Refunds',
  tickets: 'Tickets',
  ticket: 'Each ticket',
};

const STATES = {
  read: 'The store has it.',
  not_of_event: 'The store has the order, but not in this event.',
  gone: 'The store does not have it.',
  rejected: 'The store has it, and it cannot be read.',
  not_asked: 'The store could not be asked.',
} as const;

/** The JSON document of an explanation. */
export function explanationAsJson(explanation: RowExplanation, parts: ExplanationParts): object {
  const { place, executions, changes, edits, conflicts, rejects } = explanation;
  const { head, store, reasons, differences, notes } = parts;
  return {
    ...head,
    order_id: place.order,
    ticket_id: place.ticket,
    store,
    reasons,
    differences,
    executions,
    changes,
    edits,
    conflicts,
    rejects,
    notes,
  };
}

/** The lines of an explanation. */
export function explanationLines(
  explanation: RowExplanation,
  { head, store, reasons, differences, notes }: ExplanationParts,
  timezone: string,
): readonly string[] {
  const { executions, changes, edits, conflicts, rejects } = explanation;
  const time = (at: string | null): string => showZonedTime(at, timezone);
  const what =
    head.woo_ticket_id === null
      ? `Order ${head.woo_order_id}`
      : `Ticket ${head.woo_ticket_id}${head.woo_order_id === null ? '' : ` of order ${head.woo_order_id}`}`;
  const topics = Object.entries(TITLES).flatMap(([topic, title]) =>
    section(
      title,
      reasons.filter((reason) => reason.topic === topic).map(({ sentence }) => sentence),
    ),
  );
  return [
    `${what} · ${head.event_title}`,
    `  ${STATES[store.state]}${store.read_at === null ? '' : ` Read at ${time(store.read_at)}.`}`,
    ...(store.error_message === null ? [] : [`  ${store.error_message} (${store.error_code})`]),
    ...(store.unreachable_since === null
      ? []
      : [`  The store cannot be reached since ${time(store.unreachable_since)}.`]),
    ...store.rejects.map(({ kind, woo_id, message }) => `  ${kind} ${woo_id} cannot be read now: ${message}`),
    ...(store.state === 'not_asked' ? [`  Last successful sync: ${time(store.last_success_at)}.`] : []),
    ...topics,
    ...section('Differences between the store and the backend now', differenceLines(differences, store)),
    ...section(
      'Executions that changed it',
      executions.map(
        ({ id, trigger, created_at, changes: count }) =>
          `${time(created_at)} · ${trigger} · ${countOf(count, 'change')} · ${id}`,
      ),
    ),
    ...section(
      'Last changes',
      changes.map(({ created_at, table, operation, fields }) => {
        const named = Object.entries(fields ?? {}).map(([name, [from, to]]) => `${name}: ${from} → ${to}`);
        return `${time(created_at)} · ${table} ${operation}${named.length === 0 ? '' : `: ${named.join(', ')}`}`;
      }),
    ),
    ...section(
      'Edited here',
      edits.map(
        ({ label, field, ours, theirs }) =>
          `ticket ${label} · ${field}: ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} in the store`,
      ),
    ),
    ...section(
      'Conflicts',
      conflicts.map(({ label, field, settled_as }) => `ticket ${label} · ${field}: ${settled_as ?? 'open'}`),
    ),
    ...section(
      'Rows that could not be read',
      rejects.map(
        ({ kind, woo_id, message, settled_at }) =>
          `${kind} ${woo_id}: ${message}${settled_at === null ? '' : ` Read again at ${time(settled_at)}.`}`,
      ),
    ),
    ...section(
      'Odd values in the store',
      notes.map(
        ({ kind, woo_id, field, reason }) => `${kind} ${woo_id}, ${field}: ${NOTE_SENTENCES[reason]}`,
      ),
    ),
    '',
  ];
}

function differenceLines(
  differences: ExplanationParts['differences'],
  { rejects }: ExplanationParts['store'],
): readonly string[] {
  if (differences === null) return [];
  if (differences.length === 0)
    return [rejects.length === 0 ? 'None.' : 'None in the rows that can be read.'];
  return differences.map(({ table, label, operation, held, fields }) => {
    const named = Object.entries(fields).map(
      ([name, [here, there]]) => `${name}: ${here} here, ${there} there`,
    );
    return `${table} ${label}, would be ${operation}${held === null ? '' : `, and is held until a person decides (removals ${held})`}${named.length === 0 ? '' : `: ${named.join('; ')}`}`;
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

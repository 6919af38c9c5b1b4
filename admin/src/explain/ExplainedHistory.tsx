import { Box, Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Explanation } from '../../../src/contract/ticketing/explanation.ts';
import { RejectRow } from '../executions/RejectsView.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Changes } from '../orders/OrderHistory.tsx';
import { useFieldText } from '../ui/forms/use-field-text.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

interface OfExplanation {
  readonly explanation: Explanation;
}

/** Everything that happened to the rows: edits, rejects, notes, and the syncs that changed them. */
export function ExplainedHistory({ explanation }: OfExplanation): ReactElement {
  const say = useTexts();
  const { edits, rejects, notes, executions, changes } = explanation;
  return (
    <>
      {edits.length > 0 && <Edits explanation={explanation} />}
      {rejects.length > 0 && (
        <Section title={say('explain.rejects')} flush>
          <Box sx={{ px: { xs: 1, sm: 1.5 }, pb: 1.5 }}>
            {rejects.map((reject) => (
              <RejectRow key={reject.id} reject={reject} />
            ))}
          </Box>
        </Section>
      )}
      {notes.length > 0 && <Notes explanation={explanation} />}
      <Section title={say('explain.executions')} flush>
        {executions.length === 0 ? (
          <Nothing text={say('orders.history_empty')} />
        ) : (
          <Executions explanation={explanation} />
        )}
      </Section>
      {changes.length > 0 && (
        <Section title={say('explain.changes')} flush>
          <Changes changes={changes} />
        </Section>
      )}
    </>
  );
}

function Executions({ explanation }: OfExplanation): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  return (
    <RowTable
      label={say('explain.executions')}
      rows={explanation.executions}
      rowKey={({ id }) => id}
      columns={[
        {
          label: say('orders.when'),
          cell: ({ id, created_at }) => (
            <Link component={RouterLink} to={`/executions/${id}/show`}>
              <Moment at={created_at} />
            </Link>
          ),
        },
        { label: say('executions.trigger'), cell: ({ trigger }) => words('trigger', trigger) },
        {
          label: say('explain.changes'),
          figures: true,
          cell: ({ changes }) => formats.count(changes),
        },
      ]}
    />
  );
}

function Edits({ explanation: { edits, currency } }: OfExplanation): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useFieldText();
  type Edit = Explanation['edits'][number];
  const side = ({ table, field }: Edit, value: unknown) => (
    <span data-data>{textOf(table, field, value, currency)}</span>
  );
  return (
    <Section title={say('explain.edits')} flush>
      <RowTable<Edit>
        label={say('explain.edits')}
        rows={edits}
        rowKey={({ row_id, field }) => `${row_id} ${field}`}
        columns={[
          { label: say('sales.ticket'), cell: ({ label }) => label ?? <Dash /> },
          { label: say('edits.field'), cell: ({ field }) => words('field', field) },
          { label: say('edits.ours'), cell: (edit) => side(edit, edit.ours) },
          { label: say('edits.store'), cell: (edit) => side(edit, edit.theirs) },
        ]}
      />
    </Section>
  );
}

function Notes({ explanation: { notes } }: OfExplanation): ReactElement {
  const say = useTexts();
  type Note = Explanation['notes'][number];
  return (
    <Section title={say('explain.notes')} flush>
      <RowTable<Note>
        label={say('explain.notes')}
        rows={notes}
        rowKey={({ kind, woo_id, field }) => `${kind} ${woo_id} ${field}`}
        columns={[
          {
            label: say('explain.row'),
            cell: ({ kind, woo_id }) => say(`explain.table.${kind}s`, { id: String(woo_id) }),
          },
          { label: say('explain.place'), cell: ({ field }) => <code>{field}</code> },
          {
            label: say('explain.raw'),
            cell: ({ raw }) => (raw === null ? <Dash /> : <span data-data>{raw}</span>),
          },
          {
            label: say('explain.how_read'),
            wide: true,
            cell: ({ reason }) => say(`notes.reason.${reason}`),
          },
        ]}
      />
    </Section>
  );
}

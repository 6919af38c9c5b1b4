import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExplainedDifference, Explanation } from '../../../src/contract/ticketing/explanation.ts';
import { FieldChanges } from '../executions/changes/FieldChanges.tsx';
import { OperationChip } from '../executions/changes/OperationChip.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

/** What the next sync would change. Nothing if the store could not be asked, or if the row cannot be read. */
export function Differences({ explanation }: { readonly explanation: Explanation }): ReactElement | null {
  const say = useTexts();
  const { differences, currency, store } = explanation;
  if (differences === null) return null;
  const title = say('explain.differences');
  const none =
    store.rejects.length > 0
      ? 'explain.no_readable_differences'
      : store.state === 'read'
        ? 'explain.no_differences'
        : 'explain.nothing_to_change';
  return (
    <Section title={title} flush>
      {differences.length === 0 ? (
        <Nothing text={say(none)} />
      ) : (
        <RowTable<ExplainedDifference>
          label={title}
          rows={differences}
          rowKey={({ table, label }) => `${table} ${label}`}
          columns={[
            {
              label: say('explain.row'),
              cell: ({ table, label }) => say(`explain.table.${table}`, { id: label }),
            },
            {
              label: say('explain.would'),
              cell: ({ operation, held }) => (
                <>
                  <OperationChip operation={operation} />
                  {held !== null && (
                    <Box sx={{ mt: 0.5 }}>
                      <NameLink to={`/removals/${held}/show`}>{say('explain.held')}</NameLink>
                    </Box>
                  )}
                </>
              ),
            },
            {
              label: say('explain.fields'),
              wide: true,
              cell: ({ table, operation, fields }) =>
                Object.keys(fields).length === 0 ? (
                  <Dash />
                ) : (
                  <FieldChanges change={{ table, operation, fields, initial: null, currency }} />
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

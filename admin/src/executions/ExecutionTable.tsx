import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { ChangeSummary } from './changes/ChangeSummary.tsx';
import { ExecutionStatus } from './ExecutionStatus.tsx';

/** A few executions of one configuration, inside another screen. */
export function ExecutionTable({ executions }: { readonly executions: readonly Execution[] }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <RowTable
      label={say('executions.title')}
      rows={executions}
      rowKey={({ id }) => id}
      columns={[
        {
          label: say('executions.started'),
          cell: ({ id, started_at, created_at }) => (
            <Link
              component={RouterLink}
              to={`/executions/${id}/show`}
              sx={{ color: 'text.primary', fontWeight: 600 }}
            >
              <RelativeTime at={started_at ?? created_at} />
            </Link>
          ),
        },
        { label: say('executions.outcome'), cell: (one) => <ExecutionStatus {...one} /> },
        { label: say('executions.trigger'), cell: ({ trigger }) => say(`words.trigger.${trigger}`) },
        { label: say('executions.changes'), cell: ({ counts }) => <ChangeSummary counts={counts} /> },
        {
          label: say('executions.duration'),
          figures: true,
          cell: ({ status, duration_seconds }) =>
            duration_seconds === null || status === 'pending' ? (
              <Dash />
            ) : (
              formats.duration(duration_seconds * 1000)
            ),
        },
      ]}
    />
  );
}

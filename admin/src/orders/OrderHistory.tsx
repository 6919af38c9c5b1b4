import { Box, Link } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { orderChangeShape } from '../../../src/contract/backend-orders.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/Chip.tsx';
import { Moment } from '../ui/Moment.tsx';
import { Pages } from '../ui/Pages.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';
import { FieldChange } from './FieldChange.tsx';

type Change = (typeof orderChangeShape)['_output'];

const PER_PAGE = 20;
const WHAT: Readonly<Record<Change['operation'], readonly [Tone, TextKey]>> = {
  created: ['good', 'orders.made'],
  updated: ['live', 'orders.changed'],
  removed: ['bad', 'orders.gone'],
  restored: ['warn', 'orders.back'],
};

/** What each sync did to the order and all that belongs to it, the newest first. */
export function OrderHistory({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const { data, total, error, isPending, refetch } = useGetList<Change>('order-history', {
    filter: { order: id },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'id', order: 'DESC' },
  });
  return (
    <Section title={say('orders.history')} flush>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && <Empty title={say('orders.history_empty')} />}
      {data !== undefined && data.length > 0 && <Changes changes={data} />}
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }): ReactElement {
  const say = useTexts();
  return (
    <RowTable
      label={say('orders.history')}
      rows={changes}
      rowKey={({ id }) => String(id)}
      columns={[
        {
          label: say('orders.when'),
          cell: (change) => (
            <Link component={RouterLink} to={`/executions/${change.execution_id}/show`}>
              <Moment at={change.created_at} />
            </Link>
          ),
        },
        {
          label: say('orders.happened'),
          cell: ({ operation }) => <Chip tone={WHAT[operation][0]} label={say(WHAT[operation][1])} />,
        },
        { label: say('orders.row'), cell: ({ table }) => say(`orders.table.${table}`) },
        {
          label: say('orders.fields'),
          cell: ({ fields }) => (
            <Box sx={{ display: 'grid', gap: 0.5, minWidth: 220 }}>
              {Object.entries(fields ?? {}).map(([field, [before, after]]) => (
                <FieldChange key={field} field={field} before={before} after={after} />
              ))}
            </Box>
          ),
        },
      ]}
    />
  );
}

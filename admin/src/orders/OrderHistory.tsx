import { Link, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { orderChangeShape } from '../../../src/contract/ticketing/orders.ts';
import { ChangeSubject } from '../executions/ChangeSubject.tsx';
import { FieldChanges } from '../executions/FieldChanges.tsx';
import { OperationChip } from '../executions/OperationChip.tsx';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Moment } from '../ui/Moment.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Pages } from '../ui/Pages.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';

type Change = (typeof orderChangeShape)['_output'];

const PER_PAGE = 20;

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
      {data?.length === 0 && <Nothing text={say('orders.history_empty')} />}
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
            <>
              <Link component={RouterLink} to={`/executions/${change.execution_id}/show`}>
                <Moment at={change.created_at} />
              </Link>
              <Cause {...change} />
            </>
          ),
        },
        {
          label: say('orders.happened'),
          cell: ({ operation }) => <OperationChip operation={operation} />,
        },
        {
          label: say('orders.row'),
          cell: (change) => <ChangeSubject change={change} />,
        },
        {
          label: say('orders.fields'),
          wide: true,
          cell: (change) => <FieldChanges change={change} />,
        },
      ]}
    />
  );
}

/** What made the execution run, and who asked for it, where somebody did. */
function Cause({ trigger, triggered_by_name: name }: Change): ReactElement {
  const words = useWords();
  return (
    <Typography component="div" variant="body2" color="textSecondary">
      {words('trigger', trigger)}
      {name !== null && (
        <>
          {' · '}
          <span data-data>{name}</span>
        </>
      )}
    </Typography>
  );
}

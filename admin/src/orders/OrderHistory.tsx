import { Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { OrderChange } from '../../../src/contract/ticketing/orders.ts';
import { ChangeSubject } from '../executions/changes/ChangeSubject.tsx';
import { FieldChanges } from '../executions/changes/FieldChanges.tsx';
import { OperationChip } from '../executions/changes/OperationChip.tsx';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';

type Change = OrderChange;

const PER_PAGE = 20;

/** The changes that each sync made to the order and its parts, the newest first. */
export function OrderHistory({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  return (
    <PagedSection<Change>
      title={say('orders.history')}
      resource="order-history"
      filter={{ order: id }}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'DESC' }}
      empty={<Nothing text={say('orders.history_empty')} />}
    >
      {(changes) => <Changes changes={changes} />}
    </PagedSection>
  );
}

/** Changes of syncs to an order or a ticket. */
export function Changes({ changes }: { readonly changes: readonly Change[] }): ReactElement {
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

/** The trigger of the execution, and the person who requested it, if there is one. */
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

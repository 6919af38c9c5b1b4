import RefreshIcon from '@mui/icons-material/RefreshOutlined';
import { Alert, Box, Button, LinearProgress } from '@mui/material';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { Explanation } from '../../../src/contract/ticketing/explanation.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { OrderStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { ticketLabel } from '../tickets/ticket-label.ts';
import { Details } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { BothSides } from './BothSides.tsx';
import { Differences } from './Differences.tsx';
import { ExplainedHistory } from './ExplainedHistory.tsx';
import { Reasons } from './Reasons.tsx';
import { type ExplainedResource, useExplanation } from './use-explanation.ts';

/** Why an order or a ticket is as it is. */
export default function Explain({ resource }: { readonly resource: ExplainedResource }): ReactElement {
  const { id = '' } = useParams();
  const { data, error, refetch, isFetching } = useExplanation(resource, id);
  return (
    <Details
      record={data}
      error={error}
      onRetry={() => void refetch()}
      content={(explanation) => (
        <Shown
          {...{ explanation, resource, id, isFetching }}
          onAgain={() => {
            void refetch();
          }}
        />
      )}
    />
  );
}

interface ShownProps {
  readonly explanation: Explanation;
  readonly resource: ExplainedResource;
  readonly id: string;
  readonly isFetching: boolean;
  readonly onAgain: () => void;
}

function Shown({ explanation, resource, id, isFetching, onAgain }: ShownProps): ReactElement {
  const say = useTexts();
  const { order, ticket, store, event_title, woo_order_id, woo_ticket_id } = explanation;
  const isTicket = resource === 'tickets';
  const ticketName = ticket === null ? String(woo_ticket_id) : ticketLabel(ticket, say);
  const number = isTicket ? ticketName : (order?.number ?? String(woo_order_id));
  return (
    <>
      <ScreenHead
        title={say(isTicket ? 'explain.ticket' : 'explain.order', { number })}
        back={{ to: `/${resource}/${id}/show`, label: isTicket ? say('sales.ticket') : say('sales.order') }}
        state={
          isTicket && ticket !== null ? (
            <TicketStatus {...ticket} />
          ) : (
            order !== null && <OrderStatus {...order} />
          )
        }
        sub={
          <>
            {event_title}
            {store.read_at !== null && (
              <>
                {' · '}
                {say('explain.read_at')} <Moment at={store.read_at} />
              </>
            )}
          </>
        }
        actions={
          <Button variant="outlined" startIcon={<RefreshIcon />} disabled={isFetching} onClick={onAgain}>
            {say('explain.again')}
          </Button>
        }
      />
      {isFetching && <LinearProgress aria-label={say('explain.asking')} sx={{ mb: 2 }} />}
      <StoreState store={store} />
      {(isTicket ? ticket : order) !== null && <GoneNote {...((isTicket ? ticket : order) as Gone)} />}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Reasons reasons={explanation.reasons} />
        <Differences explanation={explanation} />
        <BothSides explanation={explanation} />
        {order !== null && <ConflictsOf of={{ order: order.id }} />}
        {order === null && ticket !== null && <ConflictsOf of={{ row: ticket.id }} />}
        <ExplainedHistory explanation={explanation} />
      </Box>
    </>
  );
}

type Gone = Pick<NonNullable<Explanation['order']>, 'removed_at' | 'removed_reason'>;

/** What the reader must know about the store's answer. Nothing if the store has the row. */
function StoreState({ store }: Pick<Explanation, 'store'>): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  const { state, error_message, unreachable_since, last_success_at, rejects } = store;
  if (state === 'read' && rejects.length === 0) return null;
  const time = (at: string): string => formats.dateTime(at);
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      {state !== 'read' && say(`explain.state.${state}`)}
      {rejects.map(({ kind, woo_id, message }) => (
        <div key={`${kind} ${woo_id}`}>
          {say(`explain.rejected_${kind}`, { id: String(woo_id) })} {message}
        </div>
      ))}
      {error_message !== null && <div>{error_message}</div>}
      {unreachable_since !== null && (
        <div>{say('explain.unreachable_since', { time: time(unreachable_since) })}</div>
      )}
      {state === 'not_asked' && (
        <div>
          {say('explain.last_success', {
            time: last_success_at === null ? say('explain.never') : time(last_success_at),
          })}
        </div>
      )}
    </Alert>
  );
}

import CheckIcon from '@mui/icons-material/HowToReg';
import UndoIcon from '@mui/icons-material/Undo';
import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { gateReplyShape } from '../../../src/contract/ticketing/tickets.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/Allowed.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Moment } from '../ui/Moment.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/use-action.ts';
import { type GateDay, gateDays } from './gate-day.ts';
import type { TicketDetail } from './TicketShow.tsx';

type GateReply = (typeof gateReplyShape)['_output'];

interface TicketGateProps {
  readonly ticket: TicketDetail;
  readonly days: number;
  readonly timeZone: string | undefined;
}

/** Who is inside, day by day, and the local gate for those who stand at it. */
export function TicketGate({ ticket, days, timeZone }: TicketGateProps): ReactElement {
  const say = useTexts();
  return (
    <Section title={say('tickets.gate_title')}>
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {gateDays(ticket, days).map((day) => (
          <Day key={day.day} ticket={ticket} day={day} several={days > 1} timeZone={timeZone} />
        ))}
        {ticket.also_in.map((row) => (
          <Typography key={row.ticket_id} variant="body2" color="textSecondary">
            {say('tickets.one_admission', { event: row.event_name })}
          </Typography>
        ))}
      </Box>
    </Section>
  );
}

interface DayProps {
  readonly ticket: TicketDetail;
  readonly day: GateDay;
  readonly several: boolean;
  readonly timeZone: string | undefined;
}

function Day({ ticket, day, several, timeZone }: DayProps): ReactElement {
  const say = useTexts();
  const body = several ? { day: day.day } : {};
  const letIn = useAction(async () => await act<GateReply>('tickets', ticket.id, 'check-in', body), {
    done: ({ changed }) => say(changed ? 'tickets.let_in' : 'tickets.was_in'),
  });
  const undo = useAction(async () => await act<GateReply>('tickets', ticket.id, 'undo-check-in', body), {
    done: ({ changed }) => say(changed ? 'tickets.taken_back' : 'tickets.was_out'),
  });
  // Anything else would be refused.
  const opens = ticket.status === 'active' && ticket.removed_at === null;
  const name = { day: String(day.day) };
  // One admission counts for all rows of a store ticket, and so does taking it back.
  const inside = day.inside || day.insideBy !== null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
      {several && <Typography sx={{ fontWeight: 600, minWidth: 56 }}>{say('tickets.day', name)}</Typography>}
      <Chip
        tone={inside ? 'good' : 'quiet'}
        label={
          day.insideBy === null
            ? say(inside ? 'sales.check_in.checked_in' : 'sales.check_in.not_checked_in')
            : say('tickets.inside_elsewhere', { event: day.insideBy })
        }
      />
      {day.inside && !several && ticket.checked_in_at !== null && (
        <Typography component="span" color="textSecondary">
          <Moment at={ticket.checked_in_at} {...(timeZone !== undefined && { timeZone })} />
        </Typography>
      )}
      <Box sx={{ flex: 1 }} />
      <Allowed resource="tickets" action="check-in">
        {!inside && opens && (
          <Button
            variant="contained"
            startIcon={<CheckIcon />}
            disabled={letIn.busy}
            onClick={() => letIn.run()}
          >
            {several ? say('tickets.check_in_day', name) : say('tickets.check_in')}
          </Button>
        )}
        {inside && !day.byStore && (
          <Button variant="outlined" startIcon={<UndoIcon />} disabled={undo.busy} onClick={() => undo.run()}>
            {several ? say('tickets.undo_day', name) : say('tickets.undo')}
          </Button>
        )}
      </Allowed>
      {day.byStore && (
        <Typography variant="body2" color="textSecondary" sx={{ flexBasis: '100%' }}>
          {say('tickets.by_store')}
        </Typography>
      )}
    </Box>
  );
}

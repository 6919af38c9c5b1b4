import CheckIcon from '@mui/icons-material/HowToReg';
import UndoIcon from '@mui/icons-material/Undo';
import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { CheckInReply, TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { act } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { placeLabel } from './place-label.ts';

interface TicketCheckInProps {
  readonly ticket: TicketDetail;
  readonly timeZone: string | undefined;
}

/** The slot and seat of the ticket, its check-in state on each day, and the buttons of the local gate. */
export function TicketCheckIn({ ticket, timeZone }: TicketCheckInProps): ReactElement {
  const say = useTexts();
  const place = placeLabel(ticket, useFormats());
  return (
    <Section title={say('tickets.gate_title')}>
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {place !== null && <Typography sx={{ fontWeight: 600 }}>{place}</Typography>}
        {checkInDays(ticket).map((day) => (
          <Day key={day.day} ticket={ticket} day={day} several={ticket.num_days > 1} timeZone={timeZone} />
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
  readonly day: CheckInDay;
  readonly several: boolean;
  readonly timeZone: string | undefined;
}

function Day({ ticket, day, several, timeZone }: DayProps): ReactElement {
  const say = useTexts();
  const body = several ? { day: day.day } : {};
  const letIn = useAction(async () => await act<CheckInReply>('tickets', ticket.id, 'check-in', body), {
    done: ({ changed }) => say(changed ? 'tickets.let_in' : 'tickets.was_in'),
  });
  const undo = useAction(async () => await act<CheckInReply>('tickets', ticket.id, 'undo-check-in', body), {
    done: ({ changed }) => say(changed ? 'tickets.taken_back' : 'tickets.was_out'),
  });
  // The server refuses to check in any other ticket.
  const opens = ticket.status === 'active' && ticket.removed_at === null;
  const name = { day: String(day.day) };
  // One check-in counts for all rows of a store ticket, and so does its undoing.
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

/** Whether a ticket is checked in on one day, and which gate can undo that. */
interface CheckInDay {
  readonly day: number;
  readonly inside: boolean;
  /** The store's gate checked the ticket in as well: only the store can undo that. */
  readonly byStore: boolean;
  /** The other event in which the same store ticket is checked in; null if there is none. */
  readonly insideBy: string | null;
}

/** The state of each day after the last entry of both gates. */
function checkInDays({ check_ins, day_status, also_in, num_days }: TicketDetail): readonly CheckInDay[] {
  return Array.from({ length: num_days }, (_, at) => {
    const day = at + 1;
    const local = check_ins.find((word) => word.day === day && word.origin === 'local');
    const inside = day_status[String(day)] === 'checked_in';
    const other = also_in.find((row) => row.day_status[String(day)] === 'checked_in');
    return {
      day,
      inside,
      byStore: inside && local?.status !== 'checked_in',
      insideBy: inside ? null : (other?.event_name ?? null),
    };
  });
}

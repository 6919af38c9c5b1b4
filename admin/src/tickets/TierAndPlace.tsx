import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import { useFormats } from '../format/use-formats.ts';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { placeLabel } from './place-label.ts';

/** The tier and, below it, the slot and seat if the ticket has them. */
export function TierAndPlace({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const formats = useFormats();
  const place = placeLabel(ticket, formats);
  return (
    <>
      {ticket.ticket_tier_name ?? <Dash />}
      {place !== null && (
        <Typography variant="body2" color="textSecondary">
          {place}
        </Typography>
      )}
    </>
  );
}

import type { ReactElement } from 'react';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

interface RefusedScansProps {
  readonly ticket: TicketDetail;
  readonly timeZone: string | undefined;
}

/**
 * Refused check-ins of this ticket: who tried, when, and why it was refused. Shows nothing if there are none.
 */
export function RefusedScans({ ticket, timeZone }: RefusedScansProps): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  if (ticket.refused_check_ins.length === 0) return null;
  return (
    <Section title={say('tickets.refused_scans')} flush>
      <RowTable
        label={say('tickets.refused_scans')}
        rows={ticket.refused_check_ins}
        rowKey={({ id }) => id}
        columns={[
          {
            label: say('tickets.when'),
            cell: ({ at }) => <Moment at={at} {...(timeZone !== undefined && { timeZone })} />,
          },
          {
            label: say('tickets.refused_why'),
            cell: ({ reason }) => <Chip tone="bad" label={say(`tickets.refused.${keyOf(reason)}`)} />,
          },
          {
            label: say('tickets.which_day'),
            cell: ({ day }) => (day === null ? <Dash /> : formats.count(day)),
          },
          { label: say('tickets.where'), cell: () => say('tickets.at_local') },
          { label: say('tickets.by'), cell: ({ made_by_name }) => made_by_name ?? <Dash /> },
        ]}
      />
    </Section>
  );
}

type Reason = TicketDetail['refused_check_ins'][number]['reason'];
type Key = 'already_in' | 'checked_in_elsewhere' | Exclude<Reason, 'already-in' | 'checked-in-elsewhere'>;

/** Keys of texts have underscores in place of hyphens. */
function keyOf(reason: Reason): Key {
  if (reason === 'already-in') return 'already_in';
  return reason === 'checked-in-elsewhere' ? 'checked_in_elsewhere' : reason;
}

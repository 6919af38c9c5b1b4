import type { ReactElement } from 'react';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

type Word = TicketDetail['check_ins'][number];

const TONE: Readonly<Record<Word['status'], Tone>> = {
  checked_in: 'good',
  not_checked_in: 'quiet',
  cancelled: 'quiet',
};

interface CheckInLogProps {
  readonly ticket: TicketDetail;
  readonly timeZone: string | undefined;
}

/** All check-in log entries of the ticket, the newest first. */
export function CheckInLog({ ticket, timeZone }: CheckInLogProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <Section title={say('tickets.words')} flush>
      {ticket.check_ins.length === 0 ? (
        <Nothing text={say('tickets.no_words')} />
      ) : (
        <RowTable
          label={say('tickets.words')}
          rows={ticket.check_ins}
          rowKey={({ id }) => id}
          columns={[
            {
              label: say('tickets.when'),
              cell: ({ at }) =>
                at === null ? (
                  say('tickets.not_dated')
                ) : (
                  <Moment at={at} {...(timeZone !== undefined && { timeZone })} />
                ),
            },
            {
              label: say('tickets.said'),
              cell: ({ status }) => <Chip tone={TONE[status]} label={say(`tickets.said_${status}`)} />,
            },
            { label: say('tickets.which_day'), cell: ({ day }) => formats.count(day) },
            { label: say('tickets.where'), cell: ({ origin }) => say(`tickets.at_${origin}`) },
            { label: say('tickets.by'), cell: ({ made_by_name }) => made_by_name ?? <Dash /> },
          ]}
        />
      )}
    </Section>
  );
}

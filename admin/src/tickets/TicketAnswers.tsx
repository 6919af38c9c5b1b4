import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/Section.tsx';
import type { TicketDetail } from './TicketShow.tsx';

/** What the attendee was asked and answered: the store's words, as they are; a tick is told as yes. */
export function TicketAnswers({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const answerOf = (key: string, value: string): ReactElement => {
    if (value.trim() === '') return <em>{say('tickets.unanswered')}</em>;
    if (value === '1' && ticket.tick_boxes.includes(key)) return <>{say('tickets.ticked')}</>;
    return <span data-data>{value}</span>;
  };
  const asked = ticket.form_data.map(({ key, label, value }) => ({
    id: key,
    label: <span data-data>{label ?? key}</span>,
    value: answerOf(key, value),
  }));
  return (
    <Section title={say('tickets.answers')}>
      {asked.length === 0 ? say('tickets.no_answers') : <Facts facts={asked} minWidth={220} />}
    </Section>
  );
}

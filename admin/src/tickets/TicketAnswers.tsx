import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/Section.tsx';
import type { TicketDetail } from './TicketShow.tsx';

/** What the attendee was asked and answered: the store's words, as they are. */
export function TicketAnswers({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const asked = ticket.form_data.map(({ key, label, value }) => ({
    id: key,
    label: label ?? key,
    value: value.trim() === '' ? <em>{say('tickets.unanswered')}</em> : value,
  }));
  return (
    <Section title={say('tickets.answers')}>
      {asked.length === 0 ? say('tickets.no_answers') : <Facts facts={asked} minWidth={220} />}
    </Section>
  );
}

import type { ReactElement } from 'react';
import { BooleanInput, email, TextInput } from 'react-admin';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { changedValues } from '../edits/changed-values.ts';
import { EditForm } from '../edits/EditForm.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { Fields } from '../ui/forms/Fields.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Section } from '../ui/screens/Section.tsx';

const TEXTS = ['first_name', 'last_name', 'email', 'phone', 'company', 'designation'] as const;

/**
 * Answers are a list in the order of the form, because their keys may contain characters that a field name must
 * not have.
 */
type Values = Pick<TicketDetail, (typeof TEXTS)[number]> & {
  readonly answers: readonly (string | boolean | null)[];
};

export default function TicketEdit(): ReactElement {
  return (
    <DetailScreen<TicketDetail> resource="tickets" editing>
      {(ticket) => <Edited ticket={ticket} />}
    </DetailScreen>
  );
}

/** The answers, and after them the questions of the form without one. */
function answersOf({ form_data, unanswered }: Pick<TicketDetail, 'form_data' | 'unanswered'>) {
  return [...form_data, ...unanswered.map(({ key, label }) => ({ key, label, value: '' }))];
}

function toForm({ form_data, unanswered, tick_boxes, ...ticket }: TicketDetail): Values {
  const { first_name, last_name, email: address, phone, company, designation } = ticket;
  const answers = answersOf({ form_data, unanswered }).map(({ key, value }) =>
    tick_boxes.includes(key) ? value === '1' : value,
  );
  return { first_name, last_name, email: address, phone, company, designation, answers };
}

function Edited({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const { tick_boxes } = ticket;
  const questions = answersOf(ticket);
  const toBody = ({ answers, ...now }: Values, { answers: old, ...before }: Values) => {
    const given = questions.flatMap(({ key }, at) => {
      const value = answers[at] ?? '';
      if (value === (old[at] ?? '')) return [];
      return [{ key, value: typeof value === 'string' ? value : value ? '1' : '' }];
    });
    return { ...changedValues(now, before), ...(given.length > 0 && { form_data: given }) };
  };
  return (
    <EditForm
      resource="tickets"
      record={ticket}
      title={personName(ticket) ?? say('tickets.no_name')}
      toForm={toForm}
      toBody={toBody}
    >
      <Section title={say('edits.attendee')}>
        <Fields>
          {TEXTS.map((field) => (
            <TextInput
              key={field}
              source={field}
              label={say(`words.field.${field}`)}
              helperText={false}
              {...(field === 'email' && { type: 'email', validate: email() })}
              slotProps={{ htmlInput: { autoComplete: 'off' } }}
            />
          ))}
        </Fields>
      </Section>
      {questions.length > 0 && (
        <Section title={say('tickets.answers')}>
          <Fields>
            {questions.map(({ key, label, value }, at) =>
              tick_boxes.includes(key) ? (
                <BooleanInput
                  key={key}
                  source={`answers.${at}`}
                  label={<span data-data>{label ?? key}</span>}
                  helperText={false}
                />
              ) : (
                <TextInput
                  key={key}
                  source={`answers.${at}`}
                  label={<span data-data>{label ?? key}</span>}
                  multiline={value.includes('\n')}
                  slotProps={{ htmlInput: { 'data-data': true } }}
                  helperText={false}
                />
              ),
            )}
          </Fields>
        </Section>
      )}
    </EditForm>
  );
}

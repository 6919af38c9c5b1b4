import type { ReactElement } from 'react';
import { minValue, NumberInput, required, TextInput } from 'react-admin';
import type { TierDetail } from '../../../src/contract/ticketing/ticket-tiers.ts';
import { changedValues } from '../edits/changed-values.ts';
import { EditForm } from '../edits/EditForm.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { DecimalInput } from '../ui/forms/DecimalInput.tsx';
import { Fields } from '../ui/forms/Fields.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Section } from '../ui/screens/Section.tsx';

type Values = Pick<TierDetail, 'name' | 'price' | 'capacity'>;

export default function TicketTierEdit(): ReactElement {
  return (
    <DetailScreen<TierDetail> resource="ticket-tiers" editing>
      {(tier) => <Edited tier={tier} />}
    </DetailScreen>
  );
}

function toForm({ name, price, capacity }: TierDetail): Values {
  return { name, price, capacity };
}

function Edited({ tier }: { readonly tier: TierDetail }): ReactElement {
  const say = useTexts();
  return (
    <EditForm
      resource="ticket-tiers"
      record={tier}
      title={tier.name}
      toForm={toForm}
      toBody={changedValues<Values>}
      currency={tier.currency}
    >
      <Section title={say('ticket_tiers.about')}>
        <Fields>
          <TextInput source="name" label={say('words.field.name')} validate={required()} helperText={false} />
          <DecimalInput
            source="price"
            label={say('ticket_tiers.price_in', { currency: tier.currency })}
            helperText={false}
          />
          <NumberInput
            source="capacity"
            label={say('ticket_tiers.capacity')}
            validate={minValue(0)}
            step={1}
            helperText={say('ticket_tiers.capacity_help')}
          />
        </Fields>
      </Section>
    </EditForm>
  );
}

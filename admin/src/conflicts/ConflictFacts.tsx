import type { ReactElement } from 'react';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { useFieldText } from '../ui/forms/use-field-text.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { EnteredAt, GateName, RevokedAt } from './ConflictTimes.tsx';
import { revocationOf } from './conflict-title.ts';

interface FactsProps {
  readonly conflict: Conflict;
}

/**
 * All facts about a conflict: first what happened, in order of time, then the person and the object concerned.
 */
export function ConflictFacts({ conflict }: FactsProps): ReactElement {
  const happened = useHappened(conflict);
  const concerned = useConcerned(conflict);
  return <Facts facts={[...happened, ...concerned]} minWidth={210} />;
}

function useHappened(conflict: Conflict): readonly Fact[] {
  const say = useTexts();
  const formats = useFormats();
  const textOf = useFieldText();
  const { entry, table, field } = conflict;
  if (entry === null) {
    return (['base', 'ours', 'theirs'] as const).map((side) => ({
      label: say(`conflicts.${side}`),
      value: textOf(table, field, conflict[side]),
    }));
  }
  const revoked = {
    label: say(`conflicts.revoked_${revocationOf(conflict)}`),
    value: <RevokedAt conflict={conflict} />,
  };
  const day = entry.entered_day ?? 1;
  const entered = [
    { label: say('conflicts.entered'), value: <EnteredAt conflict={conflict} /> },
    { label: say('conflicts.gate'), value: <GateName conflict={conflict} /> },
    ...(day > 1 ? [{ label: say('conflicts.entered_day'), value: formats.count(day) }] : []),
  ];
  return entry.sequence === 'after_entry' ? [...entered, revoked] : [revoked, ...entered];
}

function useConcerned(conflict: Conflict): readonly Fact[] {
  const say = useTexts();
  const { table, row_id, label, order, order_number, event, event_title, configuration } = conflict;
  const { configuration_name } = conflict;
  const facts: Fact[] = [];
  if (table === 'tickets') {
    facts.push({ label: say('conflicts.person'), value: personName(conflict) ?? say('tickets.no_name') });
    facts.push({
      label: say('conflicts.ticket'),
      value: <NameLink to={`/tickets/${row_id}/show`}>{label ?? say('tickets.no_number')}</NameLink>,
    });
    facts.push({
      label: say('conflicts.order'),
      value:
        order === null ? (
          say('tickets.no_order')
        ) : (
          <NameLink to={`/orders/${order}/show`}>{order_number}</NameLink>
        ),
    });
  }
  if (table === 'ticket_tiers') facts.push({ label: say('conflicts.tier'), value: label });
  return [
    ...facts,
    { label: say('conflicts.event'), value: <NameLink to={`/events/${event}/show`}>{event_title}</NameLink> },
    // Most configurations have the same name as their event; then the name is shown once.
    ...(configuration_name === event_title
      ? []
      : [
          {
            label: say('conflicts.configuration'),
            value: <NameLink to={`/configurations/${configuration}/show`}>{configuration_name}</NameLink>,
          },
        ]),
    { label: say('conflicts.seen'), value: <Moment at={conflict.created_at} /> },
  ];
}

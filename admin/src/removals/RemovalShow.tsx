import { Alert, Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { HeldRemoval } from '../../../src/contract/removals.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { HeldOrders } from './HeldOrders.tsx';
import { RemovalDecision } from './RemovalDecision.tsx';
import { RemovalMoney } from './RemovalList.tsx';
import { removalTone } from './removal-state.ts';

const SEVERITY = {
  waiting: 'warning',
  approved: 'info',
  rejected: 'info',
  expired: 'info',
  done: 'success',
} as const;

export default function RemovalShow(): ReactElement {
  return (
    <DetailScreen<HeldRemoval> resource="removals">{(removal) => <Shown removal={removal} />}</DetailScreen>
  );
}

/** A list of held removals with everything that a person needs to decide about it. */
function Shown({ removal }: { readonly removal: HeldRemoval }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { state } = removal;
  const values = {
    until: removal.keeps_until === null ? '' : formats.dateTime(removal.keeps_until),
    removed: removal.removed,
    returned: removal.returned,
  };
  const limit = {
    tickets: removal.tickets,
    valid: removal.valid_tickets,
    before: removal.lost_before,
    percent: Number(removal.max_removal_percent),
  };
  return (
    <>
      <ScreenHead
        title={removal.configuration_name}
        back={{ to: '/removals', label: say('removals.title') }}
        state={<Chip tone={removalTone(removal)} label={say(`removals.state_${state}`)} />}
        sub={null}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('removals.list')}>
          <Alert severity={SEVERITY[state]} sx={{ mb: 2.5 }}>
            {say(`removals.explained.${state}`, values)}
            {removal.refunded > 0 && (
              <> {say('removals.refunded_meanwhile', { refunded: removal.refunded })}</>
            )}
          </Alert>
          <Facts
            minWidth={210}
            facts={[
              { label: say('removals.tickets'), value: removal.tickets },
              { label: say('removals.orders'), value: removal.orders },
              { label: say('removals.money'), value: <RemovalMoney removal={removal} /> },
              { label: say('removals.limit'), value: say('removals.limit_text', limit) },
              { label: say('removals.since'), value: <Moment at={removal.created_at} /> },
              {
                label: say('removals.configuration'),
                value: (
                  <NameLink to={`/configurations/${removal.configuration}/show`}>
                    {removal.configuration_name}
                  </NameLink>
                ),
              },
              ...(removal.decided_at === null
                ? []
                : [
                    {
                      label: say('removals.by'),
                      value: removal.decided_by_name ?? say('removals.by_command_line'),
                    },
                    { label: say('removals.when'), value: <Moment at={removal.decided_at} /> },
                  ]),
              ...(state === 'rejected'
                ? [{ label: say('removals.until'), value: <Moment at={removal.keeps_until} /> }]
                : []),
              ...(removal.note === null ? [] : [{ label: say('removals.note'), value: removal.note }]),
            ]}
          />
        </Section>
        <RemovalDecision removal={removal} />
        <HeldOrders removal={removal} />
      </Box>
    </>
  );
}

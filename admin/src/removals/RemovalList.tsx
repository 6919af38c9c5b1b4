import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SelectInput } from 'react-admin';
import type { HeldRemoval } from '../../../src/contract/removals.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { removalTone } from './removal-state.ts';

const STATES = ['waiting', 'approved', 'rejected', 'expired', 'done', 'all'] as const;

const Table = DataTable<HeldRemoval>;
const Col = Column<HeldRemoval>;

export default function RemovalList(): ReactElement {
  const say = useTexts();
  return (
    <ListScreen
      resource="removals"
      title={say('removals.title')}
      sub={say('removals.sub')}
      filters={<Filters />}
      empty={<Empty title={say('removals.empty')} text={say('removals.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          wide
          source="configuration_name"
          label={say('removals.configuration')}
          disableSort
          render={(one) => <NameLink to={`/removals/${one.id}/show`}>{one.configuration_name}</NameLink>}
        />
        <Col
          source="state"
          label={say('removals.state')}
          disableSort
          render={(one) => <Chip tone={removalTone(one)} label={say(`removals.state_${one.state}`)} />}
        />
        <Col source="tickets" label={say('removals.tickets')} disableSort render={(one) => one.tickets} />
        <Col source="orders" label={say('removals.orders')} disableSort render={(one) => one.orders} />
        <Col
          source="money"
          label={say('removals.money')}
          disableSort
          render={(one) => <RemovalMoney removal={one} />}
        />
        <Col
          source="created_at"
          label={say('removals.since')}
          disableSort
          render={(one) => <Moment at={one.created_at} />}
        />
      </Table>
    </ListScreen>
  );
}

function Filters(): ReactElement {
  const say = useTexts();
  return (
    <SelectInput
      source="state"
      label={say('removals.state')}
      emptyText={say('removals.state_open')}
      choices={STATES.map((id) => ({ id, name: say(`removals.state_${id}`) }))}
      translateChoice={false}
    />
  );
}

/** The money of the orders of a list, each currency by itself. */
export function RemovalMoney({ removal }: { readonly removal: HeldRemoval }): ReactElement {
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {removal.money.map(({ currency, total }) => (
        <Money key={currency} amount={total} currency={currency} />
      ))}
    </Box>
  );
}

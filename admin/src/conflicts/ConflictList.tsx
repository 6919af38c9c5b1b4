import { Box, Button, Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SelectInput } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { useFieldText } from '../ui/forms/use-field-text.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Outcome } from './ConflictsOf.tsx';
import { EnteredAt, GateName, RevokedAt } from './ConflictTimes.tsx';
import { conflictTitle, revocationOf } from './conflict-title.ts';

const STATES = ['settled', 'all'] as const;
const KINDS = ['edited', 'admitted'] as const;

const Table = DataTable<Conflict>;
const Col = Column<Conflict>;

export default function ConflictList(): ReactElement {
  const say = useTexts();
  return (
    <ListScreen
      resource="conflicts"
      title={say('conflicts.title')}
      sub={say('conflicts.sub')}
      filters={<Filters />}
      empty={<Empty title={say('conflicts.empty')} text={say('conflicts.empty_hint')} />}
    >
      <Table rowClick={false} bulkActionButtons={false}>
        <Col
          source="kind"
          label={say('conflicts.what')}
          disableSort
          render={(one) => <What conflict={one} />}
        />
        <Col
          source="label"
          label={say('conflicts.place')}
          disableSort
          render={(one) => <Place conflict={one} />}
        />
        <Col
          source="ours"
          label={say('conflicts.ours')}
          disableSort
          render={(one) => <Ours conflict={one} />}
        />
        <Col
          source="theirs"
          label={say('conflicts.theirs')}
          disableSort
          render={(one) => <Theirs conflict={one} />}
        />
        <Col
          wide
          source="state"
          label={say('conflicts.settle')}
          disableSort
          render={(one) => (one.state === 'open' ? <Look conflict={one} /> : <Outcome conflict={one} />)}
        />
      </Table>
    </ListScreen>
  );
}

function Filters(): ReactElement {
  const say = useTexts();
  return (
    <>
      <SelectInput
        source="state"
        label={say('conflicts.state')}
        emptyText={say('conflicts.state_open')}
        choices={STATES.map((id) => ({ id, name: say(`conflicts.state_${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="kind"
        label={say('conflicts.kind')}
        choices={KINDS.map((id) => ({ id, name: say(`conflicts.kind_${id}`) }))}
        translateChoice={false}
      />
    </>
  );
}

interface CellProps {
  readonly conflict: Conflict;
}

function What({ conflict }: CellProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { table, field, label } = conflict;
  return (
    <>
      <NameLink to={`/conflicts/${conflict.id}/show`}>
        {conflictTitle(conflict, words('field', field), say)}
      </NameLink>
      <Typography component="div" variant="body2">
        {table === 'tickets' ? (personName(conflict) ?? say('tickets.no_name')) : label}
      </Typography>
    </>
  );
}

function Place({ conflict }: CellProps): ReactElement {
  const say = useTexts();
  const { table, row_id, label, order, order_number, event, event_title } = conflict;
  const number = { number: order_number ?? '' };
  return (
    <Box sx={{ display: 'grid', justifyItems: 'start' }}>
      {table === 'tickets' && (
        <PlaceLink to={`/tickets/${row_id}/show`}>{label ?? say('tickets.no_number')}</PlaceLink>
      )}
      {order !== null && (
        <PlaceLink to={`/orders/${order}/show`}>{say('orders.number_of', number)}</PlaceLink>
      )}
      <PlaceLink to={`/events/${event}/show`}>{event_title}</PlaceLink>
    </Box>
  );
}

/** A link tall enough to be touched without hitting the row above or below. */
function PlaceLink({ to, children }: { readonly to: string; readonly children: string }): ReactElement {
  return (
    <Link
      component={RouterLink}
      underline="always"
      to={to}
      sx={{ lineHeight: '26px', color: 'text.primary' }}
    >
      {children}
    </Link>
  );
}

function Ours({ conflict }: CellProps): ReactElement {
  const say = useTexts();
  if (conflict.entry === null) return <Value conflict={conflict} side="ours" />;
  return (
    <>
      {say('conflicts.entered')}: <EnteredAt conflict={conflict} />
      <Typography component="div" variant="body2" color="textSecondary">
        <GateName conflict={conflict} />
      </Typography>
    </>
  );
}

function Theirs({ conflict }: CellProps): ReactElement {
  const say = useTexts();
  if (conflict.entry === null) return <Value conflict={conflict} side="theirs" />;
  return (
    <>
      {say(`conflicts.revoked_${revocationOf(conflict)}`)}: <RevokedAt conflict={conflict} />
    </>
  );
}

function Look({ conflict }: CellProps): ReactElement {
  const say = useTexts();
  const may = useMay();
  const name = personName(conflict) ?? conflict.label ?? conflict.event_title;
  const text = may('conflicts', 'settle') ? 'look' : 'look_only';
  return (
    <Button
      component={RouterLink}
      to={`/conflicts/${conflict.id}/show`}
      size="small"
      variant="outlined"
      aria-label={`${say(`conflicts.${text}`)}: ${name}`}
    >
      {say(`conflicts.${text}`)}
    </Button>
  );
}

interface ValueProps extends CellProps {
  readonly side: 'ours' | 'theirs';
}

function Value({ conflict, side }: ValueProps): ReactElement {
  const textOf = useFieldText();
  return (
    <Box component="span" sx={{ overflowWrap: { xs: 'anywhere', sm: 'break-word' } }}>
      {textOf(conflict.table, conflict.field, conflict[side])}
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SelectInput } from 'react-admin';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Column } from '../ui/Column.tsx';
import { ListScreen } from '../ui/ListScreen.tsx';
import { NameLink } from '../ui/NameLink.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Empty } from '../ui/States.tsx';
import { useFieldText } from '../ui/use-field-text.ts';
import { ConflictDecision } from './ConflictDecision.tsx';

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
          source="label"
          label={say('conflicts.what')}
          disableSort
          render={(one) => <What conflict={one} />}
        />
        <Col
          source="base"
          label={say('conflicts.base')}
          disableSort
          render={(one) => <Value conflict={one} side="base" />}
        />
        <Col
          source="ours"
          label={say('conflicts.ours')}
          disableSort
          render={(one) => <Value conflict={one} side="ours" />}
        />
        <Col
          source="theirs"
          label={say('conflicts.theirs')}
          disableSort
          render={(one) => <Value conflict={one} side="theirs" />}
        />
        <Col
          source="created_at"
          label={say('conflicts.since')}
          disableSort
          render={(one) => <RelativeTime at={one.created_at} />}
        />
        <Col
          wide
          source="state"
          label={say('conflicts.settle')}
          disableSort
          render={(one) => <ConflictDecision conflict={one} />}
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

function What({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { kind, table, label, field, event_title, configuration, configuration_name } = conflict;
  return (
    <>
      <Typography component="div" sx={{ fontWeight: 600 }}>
        {words('table_one', table)} {label} · {words('field', field)}
      </Typography>
      <Typography component="div" variant="body2" color="textSecondary">
        {say(`conflicts.kind_${kind}`)} · {event_title} ·{' '}
        <NameLink to={`/configurations/${configuration}/show`}>{configuration_name}</NameLink>
      </Typography>
    </>
  );
}

interface ValueProps {
  readonly conflict: Conflict;
  readonly side: 'base' | 'ours' | 'theirs';
}

function Value({ conflict, side }: ValueProps): ReactElement {
  const textOf = useFieldText();
  return (
    <Box component="span" sx={{ overflowWrap: { xs: 'anywhere', sm: 'break-word' } }}>
      {textOf(conflict.table, conflict.field, conflict[side])}
    </Box>
  );
}

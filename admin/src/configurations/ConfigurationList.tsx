import AddIcon from '@mui/icons-material/Add';
import { Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SearchInput, SelectInput } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed, useMay } from '../ui/screens/Allowed.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { BulkActions } from './BulkActions.tsx';
import { FREQUENCIES } from './BulkFrequency.tsx';
import { ConfigurationStatus } from './ConfigurationStatus.tsx';

const STATUSES = ['active', 'paused', 'error', 'disabled'] as const;
const PROOFS = ['verified', 'verified_with_rejects', 'unverified'] as const;

const Table = DataTable<Configuration>;
const Col = Column<Configuration>;

export default function ConfigurationList(): ReactElement {
  const say = useTexts();
  const create = (
    <Allowed resource="configurations" action="create">
      <Button component={Link} to="/configurations/create" variant="contained" startIcon={<AddIcon />}>
        {say('configurations.new')}
      </Button>
    </Allowed>
  );
  return (
    <ListScreen
      resource="configurations"
      title={say('configurations.title')}
      sub={say('configurations.sub')}
      actions={create}
      sort={{ field: 'name', order: 'ASC' }}
      filters={<Filters />}
      empty={
        <Empty title={say('configurations.empty')} text={say('configurations.empty_hint')} action={create} />
      }
    >
      <Rows />
    </ListScreen>
  );
}

function Filters(): ReactElement {
  const say = useTexts();
  return (
    <>
      <SearchInput source="q" placeholder={say('configurations.search')} />
      <SelectInput
        source="status"
        label={say('configurations.status')}
        choices={STATUSES.map((id) => ({ id, name: say(`words.configuration_status.${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="frequency"
        label={say('configurations.frequency')}
        choices={FREQUENCIES.map((id) => ({ id, name: say(`words.frequency.${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="verification"
        label={say('configurations.proof')}
        choices={PROOFS.map((id) => ({ id, name: say(`words.verification.${id}`) }))}
        translateChoice={false}
      />
    </>
  );
}

function Rows(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const may = useMay();
  return (
    <Table rowClick="show" bulkActionButtons={may('configurations', 'trigger') ? <BulkActions /> : false}>
      <Col source="name" label={say('configurations.name')} render={(one) => <Name configuration={one} />} />
      <Col
        source="status"
        label={say('configurations.status')}
        render={(one) => <ConfigurationStatus {...one} />}
      />
      <Col
        source="frequency"
        label={say('configurations.frequency')}
        render={(one) => say(`words.frequency.${one.frequency}`)}
      />
      <Col
        align="right"
        source="success_rate"
        label={say('configurations.success_rate')}
        render={(one) => (one.success_rate === null ? <Dash /> : formats.percent(one.success_rate))}
      />
      <Col
        source="last_sync_at"
        label={say('configurations.last_sync')}
        render={(one) => <RelativeTime at={one.last_sync_at} />}
      />
      <Col
        source="next_sync_at"
        label={say('configurations.next_sync')}
        render={(one) => <RelativeTime at={one.next_sync_at} />}
      />
      <Col
        align="right"
        source="tickets"
        label={say('configurations.tickets')}
        disableSort
        render={(one) => formats.count(one.tickets)}
      />
    </Table>
  );
}

function Name({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const { id, name, woocommerce_product_ids: products, credentials_name } = configuration;
  return (
    <>
      <NameLink to={`/configurations/${id}/show`}>{name}</NameLink>
      <Typography component="div" variant="body2" color="textSecondary">
        {products.map((product) => `#${product}`).join(', ')} · {credentials_name}
      </Typography>
    </>
  );
}

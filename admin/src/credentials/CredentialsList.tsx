import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import { Link } from 'react-router-dom';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { CredentialsStatus, LastTest } from './CredentialsStatus.tsx';

const Table = DataTable<CredentialsReply>;
const Col = Column<CredentialsReply>;

export default function CredentialsList(): ReactElement {
  const say = useTexts();
  const create = (
    <Allowed resource="credentials" action="create">
      <Button component={Link} to="/credentials/create" variant="contained" startIcon={<AddIcon />}>
        {say('credentials.new')}
      </Button>
    </Allowed>
  );
  return (
    <ListScreen
      resource="credentials"
      title={say('credentials.title')}
      sub={say('credentials.sub')}
      actions={create}
      filters={<SearchInput source="q" placeholder={say('credentials.search')} />}
      empty={<Empty title={say('credentials.empty')} text={say('credentials.empty_hint')} action={create} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          source="name"
          label={say('credentials.name')}
          disableSort
          render={(one) => <NameLink to={`/credentials/${one.id}/show`}>{one.name}</NameLink>}
        />
        <Col
          source="is_active"
          label={say('credentials.state')}
          disableSort
          render={(one) => <CredentialsStatus set={one} />}
        />
        <Col
          source="transport"
          label={say('credentials.transport')}
          disableSort
          render={(one) => say(`credentials.transports.${one.transport}`)}
        />
        <Col source="mysql_host" label={say('credentials.host')} disableSort render={(one) => hostOf(one)} />
        <Col
          source="last_test_success"
          label={say('credentials.last_test')}
          disableSort
          render={(one) => <LastTest set={one} />}
        />
        <Col
          source="last_tested_at"
          label={say('credentials.tested')}
          disableSort
          render={(one) => <RelativeTime at={one.last_tested_at} />}
        />
      </Table>
    </ListScreen>
  );
}

/** The host by which people recognise the store. */
function hostOf({ ssh_host, mysql_host, mysql_socket, transport }: CredentialsReply): string {
  const database = mysql_socket ?? mysql_host;
  return transport === 'direct' ? database : (ssh_host ?? database);
}

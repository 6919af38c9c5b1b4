import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SelectInput } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Alert } from '../../../src/contract/alert.ts';
import { ALERT_KINDS } from '../../../src/vocabulary/alerts.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { Acknowledge } from './Acknowledge.tsx';
import { AlertState } from './AlertState.tsx';
import { AlertWhere } from './AlertWhere.tsx';

const Table = DataTable<Alert>;
const Col = Column<Alert>;

export default function AlertList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <ListScreen
      resource="alerts"
      title={say('alerts.title')}
      sub={say('alerts.sub')}
      actions={
        <>
          <Button component={Link} to="/operations" variant="outlined">
            {say('alerts.guide_title')}
          </Button>
          <Allowed resource="alert-delivery" action="list">
            <Button component={Link} to="/alerts/delivery" variant="outlined">
              {say('alerts.delivery_title')}
            </Button>
          </Allowed>
        </>
      }
      filters={<Filters />}
      empty={<Empty title={say('alerts.empty')} text={say('alerts.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false} sx={{ '& td': { verticalAlign: 'top' } }}>
        <Col
          source="opened_at"
          label={say('alerts.state')}
          disableSort
          render={(one) => <AlertState alert={one} />}
        />
        <Col
          wide
          source="kind"
          label={say('alerts.kind')}
          disableSort
          render={(one) => <AlertWhat alert={one} />}
        />
        <Col
          wide
          source="configurations"
          label={say('alerts.where')}
          disableSort
          render={(one) => <AlertWhere alert={one} />}
        />
        <Col
          source="cause"
          label={say('alerts.since')}
          disableSort
          render={(one) => <RelativeTime at={one.started_at} />}
        />
        <Col
          source="last_seen_at"
          label={say('alerts.last_seen')}
          disableSort
          render={(one) => <RelativeTime at={one.last_seen_at} />}
        />
        <Col
          align="right"
          source="occurrences"
          label={say('alerts.occurrences')}
          disableSort
          render={(one) => formats.count(one.occurrences)}
        />
        <Col source="id" label="" disableSort render={(one) => <Acknowledge alert={one} />} />
      </Table>
    </ListScreen>
  );
}

function Filters(): ReactElement {
  const say = useTexts();
  const choice = (id: string, name: string) => ({ id, name });
  return (
    <>
      <SelectInput
        source="open"
        label={say('alerts.filter_open')}
        choices={[choice('true', say('alerts.only_open')), choice('false', say('alerts.only_over'))]}
        translateChoice={false}
      />
      <SelectInput
        source="acknowledged"
        label={say('alerts.filter_seen')}
        choices={[choice('false', say('alerts.only_unseen')), choice('true', say('alerts.only_seen'))]}
        translateChoice={false}
      />
      <SelectInput
        source="kind"
        label={say('alerts.kind')}
        choices={ALERT_KINDS.map((id) => choice(id, say(`words.alert_kind.${id}`)))}
        translateChoice={false}
      />
    </>
  );
}

/** The problem: its kind, the service's sentence, and its code. */
function AlertWhat({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ minWidth: { sm: 170 }, maxWidth: 460 }}>
      <Typography sx={{ fontWeight: 600 }}>{say(`words.alert_kind.${alert.kind}`)}</Typography>
      {alert.kind === 'sign_ins_failing' && (
        <Typography variant="body2">{say('dashboard.alert_sign_ins_failing_text')}</Typography>
      )}
      {alert.error_message !== null && <Typography variant="body2">{alert.error_message}</Typography>}
      {alert.error_code !== null && (
        <Typography component="code" variant="body2" color="textSecondary">
          {alert.error_code}
        </Typography>
      )}
    </Box>
  );
}

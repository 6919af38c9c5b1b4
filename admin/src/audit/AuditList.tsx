import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import {
  AutocompleteInput,
  DataTable,
  ReferenceInput,
  SearchInput,
  SelectInput,
  useRecordContext,
} from 'react-admin';
import type { auditPageShape } from '../../../src/contract/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { Column } from '../ui/Column.tsx';
import { Email } from '../ui/Email.tsx';
import { ListScreen } from '../ui/ListScreen.tsx';
import { Moment } from '../ui/Moment.tsx';
import { Dash } from '../ui/RelativeTime.tsx';
import { Empty } from '../ui/States.tsx';
import { AuditAction, NAMED_ACTIONS, nameOfAction } from './AuditAction.tsx';
import { Code } from './Code.tsx';

type Entry = (typeof auditPageShape)['_output']['results'][number];

const Table = DataTable<Entry>;
const Col = Column<Entry>;

/** Actions, ids and addresses are data: they stand as the service wrote them down. */
export default function AuditList(): ReactElement {
  const say = useTexts();
  return (
    <ListScreen
      resource="audit"
      title={say('audit.title')}
      sub={say('audit.sub')}
      filters={
        <>
          <SearchInput source="q" placeholder={say('audit.search')} />
          <ReferenceInput source="user" reference="users" perPage={50}>
            <AutocompleteInput
              label={say('audit.who')}
              optionText="email"
              filterToQuery={(q: string) => ({ q })}
              sx={{ flex: { xs: '1 1 140px', sm: '0 1 240px' } }}
            />
          </ReferenceInput>
          <SelectInput
            source="action"
            label={say('audit.kind')}
            choices={NAMED_ACTIONS.map((id) => ({ id, name: say(nameOfAction(id)) }))}
            translateChoice={false}
          />
        </>
      }
      empty={<Empty title={say('audit.empty')} text={say('audit.empty_hint')} />}
    >
      <Table rowClick={false} bulkActionButtons={false} expand={<Sent />}>
        <Col
          source="created_at"
          label={say('audit.when')}
          disableSort
          render={(one) => <Moment at={one.created_at} />}
        />
        <Col
          source="user_email"
          label={say('audit.who')}
          disableSort
          render={(one) => (
            <>
              {one.user_email === null ? say('audit.nobody') : <Email address={one.user_email} />}
              {one.token !== null && (
                <Typography variant="body2" color="textSecondary">
                  {say('audit.by_token')}
                </Typography>
              )}
            </>
          )}
        />
        <Col
          source="action"
          label={say('audit.action')}
          disableSort
          render={(one) => <AuditAction action={one.action} occurrences={one.occurrences} />}
        />
        <Col
          wide
          source="object_id"
          label={say('audit.object')}
          disableSort
          render={(one) => <ObjectOf id={one.object_id} />}
        />
        <Col
          source="address"
          label={say('audit.address')}
          disableSort
          render={(one) => one.address ?? <Dash />}
        />
      </Table>
    </ListScreen>
  );
}

/** What the service stores for a failed sign-in without an e-mail address: the text may have been a password. */
const NO_EMAIL_ADDRESS = '(no e-mail address)';

function ObjectOf({ id }: { readonly id: string | null }): ReactElement {
  const say = useTexts();
  if (id === null) return <Dash />;
  return id === NO_EMAIL_ADDRESS ? <span>{say('audit.no_address')}</span> : <Code text={id} />;
}

/** What was asked for, without its secrets. */
function Sent(): ReactElement {
  const say = useTexts();
  const entry = useRecordContext<Entry>();
  const nothing = entry === undefined || Object.keys(entry.sent).length === 0;
  return (
    <Box sx={{ px: 1, py: 0.5 }}>
      <Typography variant="body2" color="textSecondary">
        {say(nothing ? 'audit.nothing_sent' : 'audit.sent')}
      </Typography>
      {!nothing && (
        <Box component="pre" sx={{ m: 0, fontFamily: MONO, fontSize: '0.8125rem', whiteSpace: 'pre-wrap' }}>
          {JSON.stringify(entry.sent, null, 2)}
        </Box>
      )}
      {entry?.request_id != null && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
          {say('audit.request')} <Code text={entry.request_id} />
        </Typography>
      )}
    </Box>
  );
}

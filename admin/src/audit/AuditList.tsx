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
import type { AuditEntry } from '../../../src/contract/access/auth.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { AuditSentence } from './AuditSentence.tsx';
import { NAMED_ACTIONS } from './named-actions.ts';

const Table = DataTable<AuditEntry>;
const Col = Column<AuditEntry>;

export default function AuditList(): ReactElement {
  const say = useTexts();
  const words = useWords();
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
            choices={NAMED_ACTIONS.map((id) => ({ id, name: words('audit_action', id) }))}
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
          wide
          source="action"
          label={say('audit.happened')}
          disableSort
          render={(one) => <AuditSentence entry={one} />}
        />
        <Col
          source="user_email"
          label={say('audit.account')}
          disableSort
          render={(one) => <Email address={one.user_email} />}
        />
        <Col
          source="address"
          label={say('audit.address')}
          disableSort
          render={(one) => (one.address === 'command line' ? <Dash /> : (one.address ?? <Dash />))}
        />
      </Table>
    </ListScreen>
  );
}

/** Shows the request body, without secrets. */
function Sent(): ReactElement {
  const say = useTexts();
  const entry = useRecordContext<AuditEntry>();
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

/** Shows text exactly as the service stored it. */
function Code({ text }: { readonly text: string }): ReactElement {
  return (
    <Box
      component="code"
      sx={{ fontFamily: MONO, fontSize: '0.75rem', whiteSpace: { xs: 'normal', sm: 'nowrap' } }}
    >
      {text}
    </Box>
  );
}

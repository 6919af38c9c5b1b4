import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Alert } from '../../../src/contract/alert.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { CellLink, NameLink } from '../ui/values/NameLink.tsx';

const SHOWN = 3;
/** The audit log, filtered by failed sign-ins. */
const FAILED_SIGN_INS = `/audit?filter=${encodeURIComponent('{"action":"session.login-failed"}')}`;

/** The affected configurations with their last executions, and the credentials of their stores. */
export function AlertWhere({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const may = useMay();
  const { configurations, kind, stores } = alert;
  return (
    <Box sx={{ minWidth: { sm: 130 } }}>
      {configurations.slice(0, SHOWN).map(({ id, name, execution }) => (
        <div key={id}>
          <NameLink to={`/configurations/${id}/show`}>{name}</NameLink>
          {execution !== null && (
            <>
              {' · '}
              <CellLink to={`/executions/${execution}/show`}>{say('alerts.last_execution')}</CellLink>
            </>
          )}
        </div>
      ))}
      {configurations.length > SHOWN && (
        <Typography variant="body2" color="textSecondary">
          {say('alerts.more', { smart_count: configurations.length - SHOWN })}
        </Typography>
      )}
      {kind === 'sign_ins_failing' && may('audit', 'list') && (
        <CellLink to={FAILED_SIGN_INS} variant="body2">
          {say('audit.title')}
        </CellLink>
      )}
      {may('credentials', 'show') &&
        stores.map(({ id, name }) => (
          <Box key={id}>
            <CellLink to={`/credentials/${id}/show`} variant="body2">
              {say('alerts.credentials_of', { name })}
            </CellLink>
          </Box>
        ))}
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Alert } from '../../../src/contract/alert.ts';
import { useTexts } from '../i18n/use-texts.ts';

/** What goes wrong, in a word, in the service's sentence, and by its code. */
export function AlertWhat({ alert }: { readonly alert: Alert }): ReactElement {
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

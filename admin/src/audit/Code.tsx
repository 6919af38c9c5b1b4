import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { MONO } from '../theme/theme.ts';

/** Text as the service wrote it down. */
export function Code({ text }: { readonly text: string }): ReactElement {
  return (
    <Box
      component="code"
      sx={{ fontFamily: MONO, fontSize: '0.75rem', whiteSpace: { xs: 'normal', sm: 'nowrap' } }}
    >
      {text}
    </Box>
  );
}

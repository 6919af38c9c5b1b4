import { Typography } from '@mui/material';
import type { ReactElement } from 'react';

/** Says in a section that there is nothing to show; the user need not do anything. */
export function Nothing({ text }: { readonly text: string }): ReactElement {
  return (
    <Typography color="textSecondary" sx={{ px: { xs: 2, sm: 2.5 }, pb: 2.5 }}>
      {text}
    </Typography>
  );
}

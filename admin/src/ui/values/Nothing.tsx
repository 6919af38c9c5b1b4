import { Typography } from '@mui/material';
import type { ReactElement } from 'react';

/** In a part of a screen: there is none, and nothing need be done about it. */
export function Nothing({ text }: { readonly text: string }): ReactElement {
  return (
    <Typography color="textSecondary" sx={{ px: { xs: 2, sm: 2.5 }, pb: 2.5 }}>
      {text}
    </Typography>
  );
}

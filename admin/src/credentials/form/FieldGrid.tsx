import { Box } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

/** Puts fields side by side where there is room: a host name takes two columns, its port one. */
export function FieldGrid({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Box
      sx={{
        display: 'grid',
        pt: 0.75,
        columnGap: 2,
        rowGap: 2,
        alignItems: 'start',
        '& .MuiFormControl-root': { m: 0 },
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(6, minmax(0, 1fr))' },
        '& > *': { gridColumn: { xs: 'auto', sm: 'span 3' } },
        '& > .narrow': { gridColumn: { xs: 'auto', sm: 'span 2' } },
        '& > .wide': { gridColumn: { xs: 'auto', sm: 'span 4' } },
        '& > .whole': { gridColumn: '1 / -1' },
      }}
    >
      {children}
    </Box>
  );
}

import { Box } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

/** Groups the inputs of a form, two side by side if there is room. */
export function Fields({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Box
      sx={{
        pt: 0.5,
        display: 'grid',
        columnGap: 2,
        rowGap: 2,
        gridTemplateColumns: { sm: '1fr 1fr' },
        '& .MuiFormControl-root': { m: 0, width: '100%' },
      }}
    >
      {children}
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

/** A fact needs an `id` if its label is not plain text or is not unique. */
export type Fact = { readonly value: ReactNode } & (
  | { readonly id: string; readonly label: ReactNode }
  | { readonly id?: undefined; readonly label: string }
);

/** A list of labels and values, in as many columns as there is room for. */
export function Facts({
  facts,
  minWidth = 190,
}: {
  readonly facts: readonly Fact[];
  readonly minWidth?: number;
}): ReactElement {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: `repeat(auto-fill, minmax(min(${minWidth}px, 100%), 1fr))`,
      }}
    >
      {facts.map((fact) => (
        <Box key={fact.id === undefined ? fact.label : fact.id} sx={{ minWidth: 0 }}>
          <Typography component="dt" variant="body2" color="textSecondary" sx={{ mb: 0.25 }}>
            {fact.label}
          </Typography>
          <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            {fact.value}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

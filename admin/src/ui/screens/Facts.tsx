import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

/** An `id` distinguishes facts whose labels may be equal or are not plain text. */
export type Fact = { readonly value: ReactNode } & (
  | { readonly id: string; readonly label: ReactNode }
  | { readonly id?: undefined; readonly label: string }
);

/** What is known of one thing: words and values, as many beside each other as there is room. */
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

import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

export interface Fact {
  /** Where labels may be alike, as those of others are. */
  readonly id?: string;
  readonly label: ReactNode;
  readonly value: ReactNode;
}

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
      {facts.map(({ id, label, value }) => (
        <Box key={id ?? String(label)} sx={{ minWidth: 0 }}>
          <Typography component="dt" variant="body2" color="textSecondary" sx={{ mb: 0.25 }}>
            {label}
          </Typography>
          <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            {value}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

import { Box, Card, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  /** A remark below the figure in a softer colour, such as its start or the total. */
  readonly note?: ReactNode;
}

/** A single figure with its label. */
export function Figure({ label, value, note }: FigureProps): ReactElement {
  return (
    <Card sx={{ px: { xs: 1.75, sm: 2.25 }, py: { xs: 1.25, sm: 1.75 }, minWidth: 0 }}>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
      <Typography
        component="div"
        sx={{
          mt: 0.25,
          fontSize: { xs: '1.0625rem', sm: '1.25rem' },
          // In a narrow place a time may take two lines.
          '& time': { whiteSpace: 'normal !important' },
          fontWeight: 650,
          lineHeight: 1.3,
          letterSpacing: '-0.015em',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {value}
      </Typography>
      {note !== undefined && (
        <Typography component="div" variant="body2" color="textSecondary" sx={{ mt: 0.25 }}>
          {note}
        </Typography>
      )}
    </Card>
  );
}

export function Figures({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: { xs: 1.25, sm: 2 },
        gridTemplateColumns: {
          xs: 'repeat(auto-fit, minmax(min(140px, 100%), 1fr))',
          sm: 'repeat(auto-fit, minmax(168px, 1fr))',
        },
      }}
    >
      {children}
    </Box>
  );
}

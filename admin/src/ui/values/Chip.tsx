import { Box } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { Tone } from '../../theme/palette.ts';

interface ChipProps {
  readonly tone: Tone;
  readonly label: string;
  /** The icon before the label; by default a dot. */
  readonly icon?: ReactNode;
  /** true to animate the dot, for something that is in progress. */
  readonly alive?: boolean;
}

/** A state as a word with a mark, so that it does not depend on colour alone. */
export function Chip({ tone, label, icon, alive = false }: ChipProps): ReactElement {
  return (
    <Box
      component="span"
      sx={(theme) => ({
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        px: 1.1,
        py: 0.3,
        borderRadius: '14px',
        fontSize: '0.78125rem',
        fontWeight: 600,
        lineHeight: 1.45,
        whiteSpace: { xs: 'normal', sm: 'nowrap' },
        color: theme.palette.tones[tone].ink,
        backgroundColor: theme.palette.tones[tone].paper,
        '& svg': { fontSize: '0.95rem', ml: -0.25 },
      })}
    >
      {icon ?? <Dot alive={alive} />}
      {label}
    </Box>
  );
}

function Dot({ alive }: { readonly alive: boolean }): ReactElement {
  return (
    <Box
      component="span"
      aria-hidden
      sx={{
        flex: 'none',
        width: 7,
        height: 7,
        borderRadius: 99,
        backgroundColor: 'currentColor',
        ...(alive && {
          animation: 'tq-alive 1.6s ease-in-out infinite',
          '@keyframes tq-alive': { '50%': { opacity: 0.25 } },
        }),
      }}
    />
  );
}

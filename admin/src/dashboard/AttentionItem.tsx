import { Box, Button, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';

interface ItemProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: ReactNode;
  readonly since: string | null;
  readonly to: string;
}

/** A problem, the time when it began, and a link to its page. */
export function AttentionItem({ tone, icon, title, text, since, to }: ItemProps): ReactElement {
  const say = useTexts();
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        px: 2.5,
        py: 1.5,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Box sx={(theme) => ({ display: 'flex', color: theme.palette.tones[tone].ink })}>{icon}</Box>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{title}</Typography>
        <Typography component="div" variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          {text}
          {since !== null && (
            <>
              {' · '}
              <RelativeTime at={since} />
            </>
          )}
        </Typography>
      </Box>
      <Button
        component={Link}
        to={to}
        size="small"
        variant="outlined"
        aria-label={say('dashboard.look_at', { name: title })}
      >
        {say('dashboard.look')}
      </Button>
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Email } from '../ui/values/Email.tsx';
import { personName } from './person-name.ts';

interface PersonProps {
  readonly person: {
    readonly first_name: string | null;
    readonly last_name: string | null;
    readonly email: string | null;
  };
}

/** The buyer or attendee, as far as the store knows them and the reader may see them. */
export function Person({ person }: PersonProps): ReactElement {
  const name = personName(person);
  const { email } = person;
  if (name === null) return <Email address={email} />;
  return (
    <Box sx={{ minWidth: ROOM_FOR_A_NAME }}>
      <Typography variant="inherit" component="div" title={name} sx={CLAMPED}>
        {name}
      </Typography>
      {email !== null && email !== name && (
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
          <Email address={email} />
        </Typography>
      )}
    </Box>
  );
}

/** In a narrow table, scrolling is better than breaking a name into many lines. */
const ROOM_FOR_A_NAME = { sm: 160 };

/** Some stores hold names of any length, so a long one is cut. */
const CLAMPED = {
  maxWidth: 280,
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;

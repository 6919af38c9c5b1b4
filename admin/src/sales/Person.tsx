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

/** Who bought or comes, as far as the store knows and the reader may see. */
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

/** A table that is short of room is scrolled sooner than a name is broken up. */
const ROOM_FOR_A_NAME = { sm: 160 };

/** People are called as they are called, and some stores are filled in with anything. */
const CLAMPED = {
  maxWidth: 280,
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
} as const;

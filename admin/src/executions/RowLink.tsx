import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { useResourceDefinitions } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { MONO } from '../theme/theme.ts';

/** The row of the backend that a change is about; a link where there is a screen for it. */
export function RowLink({ table, id }: { readonly table: string; readonly id: string }): ReactElement {
  const screens = useResourceDefinitions();
  // Ids rise with time: their ends tell them apart, their beginnings are all alike.
  const short = id.slice(-8);
  const text = <code style={{ fontFamily: MONO, fontSize: '0.8125rem' }}>{short}</code>;
  if (screens[table]?.hasShow !== true) return text;
  return (
    <Link component={RouterLink} to={`/${table}/${id}/show`}>
      {text}
    </Link>
  );
}

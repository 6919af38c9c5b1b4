import { Link } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

interface NameLinkProps {
  readonly to: string;
  readonly children: ReactNode;
}

/** The name of a row: where it leads, by keyboard too. */
export function NameLink({ to, children }: NameLinkProps): ReactElement {
  return (
    <Link component={RouterLink} to={to} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
      {children}
    </Link>
  );
}

/** The address of a list that shows only what belongs to something. */
export function listOf(resource: string, filter: Readonly<Record<string, string>>): string {
  return `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

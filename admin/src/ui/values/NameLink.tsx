import { Link, type LinkProps } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

interface CellLinkProps extends Pick<LinkProps, 'variant' | 'sx'> {
  readonly to: string;
  readonly children: ReactNode;
}

/** A link within a row that leads elsewhere when it is clicked: only the link is followed. */
export function CellLink(props: CellLinkProps): ReactElement {
  return <Link component={RouterLink} onClick={(event) => event.stopPropagation()} {...props} />;
}

/** A row's name, which leads to it, by keyboard too. */
export function NameLink({ to, children }: Pick<CellLinkProps, 'to' | 'children'>): ReactElement {
  return (
    <CellLink to={to} sx={{ color: 'text.primary', fontWeight: 600, overflowWrap: 'break-word' }}>
      {children}
    </CellLink>
  );
}

/** The address of a list that shows only what belongs to something. */
export function listOf(resource: string, filter: Readonly<Record<string, string>>): string {
  return `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

import { Link, type LinkProps } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

interface CellLinkProps extends Pick<LinkProps, 'variant' | 'sx'> {
  readonly to: string;
  readonly children: ReactNode;
}

/** A link in a row that itself opens a page: a click on the link follows only the link. */
export function CellLink(props: CellLinkProps): ReactElement {
  return <Link component={RouterLink} onClick={(event) => event.stopPropagation()} {...props} />;
}

/** The name of a row as a link to its page, which also works by keyboard. */
export function NameLink({ to, children }: Pick<CellLinkProps, 'to' | 'children'>): ReactElement {
  return (
    <CellLink to={to} sx={{ color: 'text.primary', fontWeight: 600, overflowWrap: 'break-word' }}>
      {children}
    </CellLink>
  );
}

/** The address of a list with this filter. */
export function listOf(resource: string, filter: Readonly<Record<string, string>>): string {
  return `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

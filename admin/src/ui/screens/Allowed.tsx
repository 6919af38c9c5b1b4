import type { ReactNode } from 'react';
import { useMe } from '../../auth/session.ts';
import { may } from '../../roles.ts';

interface AllowedProps {
  readonly resource: string;
  readonly action: string;
  readonly children: ReactNode;
}

/** Shows its content only to users whom the server would not refuse. */
export function Allowed({ resource, action, children }: AllowedProps): ReactNode {
  return useMay()(resource, action) ? children : null;
}

export function useMay(): (resource: string, action: string) => boolean {
  const { role } = useMe();
  return (resource, action) => may(role, resource, action);
}

import { Component, type ReactNode } from 'react';
import { Broken } from './Broken.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** A screen that fails leaves the menu standing. */
export class Boundary extends Component<BoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Broken error={error} />;
  }
}

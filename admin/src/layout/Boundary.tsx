import { Alert, AlertTitle, Button } from '@mui/material';
import { Component, type ReactElement, type ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.ts';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** Shows an error in place of a page that fails, and keeps the menu. */
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

/** Replaces a page that failed, most often because its file belongs to an older version. */
function Broken({ error }: { readonly error: Error }): ReactElement {
  const say = useTexts();
  return (
    <Alert
      severity="error"
      sx={{ mt: 2 }}
      action={
        <Button color="inherit" onClick={() => location.reload()}>
          {say('states.reload')}
        </Button>
      }
    >
      <AlertTitle>{say('ra.page.error')}</AlertTitle>
      {say('ra.message.error')} <code>{error.message}</code>
    </Alert>
  );
}

import LockIcon from '@mui/icons-material/LockOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Empty } from '../ui/screens/States.tsx';

/** Shown for a page that the user's role may not open. */
export function AccessDenied(): ReactElement {
  const say = useTexts();
  return (
    <>
      <ScreenHead title={say('ra.page.access_denied')} />
      <Empty
        icon={<LockIcon />}
        title={say('ra.message.access_denied')}
        action={
          <Button component={Link} to="/" variant="outlined">
            {say('dashboard.title')}
          </Button>
        }
      />
    </>
  );
}

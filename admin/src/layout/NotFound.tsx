import WrongIcon from '@mui/icons-material/WrongLocationOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Empty } from '../ui/screens/States.tsx';

/** Shown for an address that belongs to no page. */
export function NotFound(): ReactElement {
  const say = useTexts();
  return (
    <>
      <ScreenHead title={say('ra.page.not_found')} />
      <Empty
        icon={<WrongIcon />}
        title={say('ra.message.not_found')}
        action={
          <Button component={Link} to="/" variant="outlined">
            {say('dashboard.title')}
          </Button>
        }
      />
    </>
  );
}

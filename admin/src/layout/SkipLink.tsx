import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';

/** A link for keyboard users that skips the menu. It is visible only while it has the focus. */
export function SkipLink(): ReactElement {
  const say = useTexts();
  return (
    <Link
      href="#main-content"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main-content')?.focus();
      }}
      sx={{
        position: 'fixed',
        top: 8,
        left: 8,
        zIndex: 'tooltip',
        px: 2,
        py: 1,
        borderRadius: 2,
        bgcolor: 'background.paper',
        '&:not(:focus)': { clipPath: 'inset(50%)', width: 1, height: 1, overflow: 'hidden', p: 0 },
      }}
    >
      {say('ra.navigation.skip_nav')}
    </Link>
  );
}

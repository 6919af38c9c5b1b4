import SearchIcon from '@mui/icons-material/Search';
import { Box, Button } from '@mui/material';
import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react';
import { useTexts } from '../i18n/use-texts.ts';

const SearchDialog = lazy(() => import('./SearchDialog.tsx'));

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the search, as ⌘K and Ctrl+K do on every page. */
export function SearchButton(): ReactElement {
  const say = useTexts();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      // Without this, the browser would move the focus to its address bar.
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <Button
        color="inherit"
        variant="outlined"
        startIcon={<SearchIcon />}
        aria-label={say('search.open')}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        sx={{
          minWidth: 0,
          color: 'text.secondary',
          borderColor: 'divider',
          fontWeight: 500,
          '& .MuiButton-startIcon': { mr: { xs: 0, sm: 1 } },
        }}
      >
        <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
          {say('search.open')}
        </Box>
        {/* `aria-keyshortcuts` names the keys: as text they would be part of the button's name. */}
        <Box
          component="span"
          data-keys={say(APPLE ? 'search.keys_apple' : 'search.keys')}
          sx={{
            display: { xs: 'none', md: 'inline' },
            ml: 1.5,
            fontSize: '0.8125rem',
            '&::after': { content: 'attr(data-keys)' },
          }}
        />
      </Button>
      {open && (
        <Suspense fallback={null}>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

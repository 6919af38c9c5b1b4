import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import { Box, IconButton, Tooltip, Typography } from '@mui/material';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../../i18n/use-texts.ts';

interface ScreenHeadProps {
  readonly title: string;
  /** Chips and similar elements next to the title. */
  readonly state?: ReactNode;
  /** A line below the title in a softer colour. */
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
  /** The page to which the link above the title leads. */
  readonly back?: { readonly to: string; readonly label: string };
}

/** The head of a page; its title is also the title of the browser's tab. */
export function ScreenHead({ title, state, sub, actions, back }: ScreenHeadProps): ReactElement {
  const say = useTexts();
  useEffect(() => {
    document.title = `${title} · Taquilla`;
  }, [title]);
  return (
    <Box
      component="header"
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, mb: { xs: 2, sm: 2.5 } }}
    >
      <Box sx={{ flex: '1 1 320px', minWidth: 0, display: 'flex', alignItems: 'flex-start', gap: 1 }}>
        {back !== undefined && (
          <Tooltip title={say('states.back_to', { name: back.label })}>
            <IconButton
              component={Link}
              to={back.to}
              size="small"
              sx={{ mt: 0.1, ml: -0.75 }}
              aria-label={say('states.back_to', { name: back.label })}
            >
              <ArrowBackIcon fontSize="small" />
            </IconButton>
          </Tooltip>
        )}
        <Box sx={{ minWidth: 0 }}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.75 }}>
            <Typography component="h1" variant="h1" sx={{ overflowWrap: 'anywhere' }}>
              {title}
            </Typography>
            {state}
          </Box>
          {sub !== undefined && (
            <Typography
              component="div"
              color="textSecondary"
              sx={{ mt: 0.25, '& a': { textDecoration: 'underline' } }}
            >
              {sub}
            </Typography>
          )}
        </Box>
      </Box>
      {actions !== undefined && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: { xs: 0.75, sm: 1 },
            '& .MuiButton-startIcon': { display: { xs: 'none', sm: 'inherit' } },
            '& .MuiButton-root:not([aria-haspopup])': { px: { xs: 1.5, sm: 2 } },
          }}
        >
          {actions}
        </Box>
      )}
    </Box>
  );
}

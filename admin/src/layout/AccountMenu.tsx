import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import LogoutIcon from '@mui/icons-material/LogoutOutlined';
import PersonIcon from '@mui/icons-material/ManageAccountsOutlined';
import { Box, Button, Divider, ListItemIcon, ListItemText, Menu, MenuItem, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Link } from 'react-router-dom';
import { signOut, useMe } from '../gate/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ColorModeChoice } from './ColorModeChoice.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';

/** Who one is here, and what is one's own: language, colours, account, the way out. */
export function AccountMenu(): ReactElement {
  const say = useTexts();
  const me = useMe();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  const name = me.name ?? me.email;
  return (
    <>
      <Button
        color="inherit"
        startIcon={<AccountIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          minWidth: 0,
          color: 'text.secondary',
          fontWeight: 500,
          '& .MuiButton-startIcon': { mr: { xs: 0, sm: 1 } },
        }}
        aria-label={say('layout.account_of', { name })}
      >
        <Box
          component="span"
          sx={{
            display: { xs: 'none', sm: 'inline' },
            maxWidth: 220,
            overflow: 'hidden',
            textOverflow: 'ellipsis',
          }}
        >
          {name}
        </Box>
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { sx: { width: 280, mt: 0.5, borderRadius: 3 } } }}
      >
        <Box component="li" role="none" sx={{ px: 2, py: 1 }}>
          <Typography noWrap sx={{ fontWeight: 600 }}>
            {me.email}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {say(`words.role.${me.role}`)}
          </Typography>
        </Box>
        <Divider component="li" role="none" />
        <LanguageChoice />
        <ColorModeChoice />
        <Divider component="li" role="none" />
        <MenuItem component={Link} to="/account" onClick={close}>
          <ListItemIcon>
            <PersonIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('layout.account')}</ListItemText>
        </MenuItem>
        <MenuItem onClick={() => void signOut()}>
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('ra.auth.logout')}</ListItemText>
        </MenuItem>
      </Menu>
    </>
  );
}

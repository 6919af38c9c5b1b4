import HelpIcon from '@mui/icons-material/HelpOutlineOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';

/** Opens the explanation of an order or a ticket. */
export function ExplainButton({ to }: { readonly to: string }): ReactElement {
  const say = useTexts();
  return (
    <Button component={Link} to={to} variant="outlined" startIcon={<HelpIcon />}>
      {say('explain.open')}
    </Button>
  );
}

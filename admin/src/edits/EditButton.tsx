import EditIcon from '@mui/icons-material/EditOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';

interface EditButtonProps {
  readonly resource: 'events' | 'ticket-tiers' | 'tickets';
  /** A record without a version cannot be edited, because the reader may not see all of it. */
  readonly record: { readonly id: string; readonly version: string | null };
}

/** Opens the form, for users who may edit. */
export function EditButton({ resource, record: { id, version } }: EditButtonProps): ReactElement | null {
  const say = useTexts();
  if (version === null) return null;
  return (
    <Allowed resource={resource} action="edit">
      <Button component={Link} to={`/${resource}/${id}`} variant="outlined" startIcon={<EditIcon />}>
        {say('edits.edit')}
      </Button>
    </Allowed>
  );
}

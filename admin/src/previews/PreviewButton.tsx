import PreviewIcon from '@mui/icons-material/VisibilityOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router-dom';
import type { KeptPreview } from '../../../src/contract/effects/preview.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useAction } from '../ui/screens/use-action.ts';

/** Reads the store and shows what a sync would change, on a page of its own. */
export function PreviewButton({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const navigate = useNavigate();
  const preview = useAction(async () => await act<KeptPreview>('configurations', id, 'preview', {}), {
    done: () => say('previews.made'),
    onDone: ({ id: made }) => void navigate(`/previews/${made}/show`),
  });
  return (
    <Button
      variant="outlined"
      startIcon={<PreviewIcon />}
      disabled={preview.busy}
      onClick={() => preview.run()}
    >
      {say(preview.busy ? 'previews.making' : 'previews.make')}
    </Button>
  );
}

import MoreIcon from '@mui/icons-material/ArrowDropDown';
import TriggerIcon from '@mui/icons-material/PlayArrow';
import { Button, ButtonGroup, ListItemText, Menu, MenuItem } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { DEPTHS, type Depth } from '../../../src/vocabulary/depths.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useAction } from '../ui/screens/use-action.ts';
import { trigger } from './act-on.ts';

/**
 * Starts a sync, at the depth that the budget of the configuration allows or at one that the user chooses. Then
 * it opens the page of the execution.
 */
export function TriggerButton({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const start = useAction(async (depth: Depth | null) => await trigger(id, depth), {
    done: ({ detail }) => detail,
    onDone: ({ execution_id }) => void navigate(`/executions/${execution_id}/show`),
    // If an execution is already running, its page opens instead.
    onRefused: ({ status, instance }) => {
      const running = instance === null ? undefined : /executions\/([^/]+)\//.exec(instance)?.[1];
      if (status !== 409 || running === undefined) return false;
      void navigate(`/executions/${running}/show`);
      return true;
    },
  });
  const choose = (depth: Depth): void => {
    setAnchor(null);
    start.run(depth);
  };
  return (
    <>
      <ButtonGroup variant="contained" disableElevation disabled={start.busy}>
        <Button startIcon={<TriggerIcon />} onClick={() => start.run(null)}>
          {say('configurations.trigger')}
        </Button>
        <Button
          size="small"
          aria-label={say('configurations.how_deep')}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{ px: 0.25 }}
        >
          <MoreIcon />
        </Button>
      </ButtonGroup>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {DEPTHS.map((depth) => (
          <MenuItem key={depth} onClick={() => choose(depth)} sx={{ maxWidth: 360, whiteSpace: 'normal' }}>
            <ListItemText
              primary={say(`words.depth.${depth}`)}
              secondary={say(`configurations.depth_${depth}`)}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

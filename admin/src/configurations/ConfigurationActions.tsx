import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import MoreIcon from '@mui/icons-material/MoreVert';
import PauseIcon from '@mui/icons-material/Pause';
import PowerIcon from '@mui/icons-material/PowerSettingsNew';
import ResumeIcon from '@mui/icons-material/Replay';
import { Button, IconButton, ListItemIcon, ListItemText, Menu, MenuItem } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { dataProvider } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { PreviewButton } from '../previews/PreviewButton.tsx';
import { Allowed, useMay } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { move } from './act-on.ts';
import { canBe, type Move } from './moves.ts';
import { TriggerButton } from './TriggerButton.tsx';

/** The actions that the state of a configuration and the user's role allow. */
export function ConfigurationActions({
  configuration,
}: {
  readonly configuration: Configuration;
}): ReactElement {
  const say = useTexts();
  const { id, status } = configuration;
  const change = useAction(async (action: Move) => await move(id, action), {
    done: (now) => say('configurations.now', { status: say(`words.configuration_status.${now.status}`) }),
  });
  return (
    <>
      {canBe('trigger', status) && (
        <Allowed resource="configurations" action="trigger">
          <TriggerButton id={id} />
        </Allowed>
      )}
      <Allowed resource="configurations" action="trigger">
        <PreviewButton id={id} />
      </Allowed>
      {canBe('pause', status) && (
        <Allowed resource="configurations" action="pause">
          <Button
            variant="outlined"
            startIcon={<PauseIcon />}
            disabled={change.busy}
            onClick={() => change.run('pause')}
          >
            {say('configurations.pause')}
          </Button>
        </Allowed>
      )}
      {canBe('resume', status) && (
        <Allowed resource="configurations" action="resume">
          <Button
            variant="outlined"
            startIcon={<ResumeIcon />}
            disabled={change.busy}
            onClick={() => change.run('resume')}
          >
            {say('configurations.resume')}
          </Button>
        </Allowed>
      )}
      <MoreActions configuration={configuration} onMove={change.run} />
    </>
  );
}

interface MoreActionsProps {
  readonly configuration: Configuration;
  readonly onMove: (action: Move) => void;
}

/** The actions for roles that may edit configurations. */
function MoreActions({ configuration, onMove }: MoreActionsProps): ReactElement | null {
  const say = useTexts();
  const may = useMay();
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asks, setAsks] = useState(false);
  const { id, status } = configuration;
  const remove = useAction(async () => await dataProvider.delete('configurations', { id }), {
    done: () => say('configurations.deleted'),
    onDone: () => void navigate('/configurations'),
  });
  if (!may('configurations', 'edit')) return null;
  const close = (): void => setAnchor(null);
  const power: Move = canBe('disable', status) ? 'disable' : 'enable';
  return (
    <>
      <IconButton
        aria-label={say('configurations.more')}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        <MenuItem component={Link} to={`/configurations/${id}`}>
          <ListItemIcon>
            <EditIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('ra.action.edit')}</ListItemText>
        </MenuItem>
        <MenuItem component={Link} to={`/configurations/create?from=${id}`}>
          <ListItemIcon>
            <CopyIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say('configurations.duplicate')}</ListItemText>
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            onMove(power);
          }}
        >
          <ListItemIcon>
            <PowerIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{say(`configurations.${power}`)}</ListItemText>
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            setAsks(true);
          }}
        >
          <ListItemIcon>
            <DeleteIcon fontSize="small" color="error" />
          </ListItemIcon>
          <ListItemText>{say('ra.action.delete')}</ListItemText>
        </MenuItem>
      </Menu>
      <Confirm
        isOpen={asks}
        loading={remove.busy}
        title={say('configurations.delete_title', { smart_count: 1 })}
        content={say('configurations.delete_text')}
        confirm={say('ra.action.delete')}
        cancel={say('ra.action.cancel')}
        confirmColor="warning"
        onConfirm={remove.run}
        onClose={() => setAsks(false)}
      />
    </>
  );
}

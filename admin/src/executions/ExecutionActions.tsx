import ReplayIcon from '@mui/icons-material/Replay';
import StopIcon from '@mui/icons-material/StopCircleOutlined';
import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Started } from '../../../src/contract/configuration.ts';
import type { Cancelled, Execution } from '../../../src/contract/execution.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

/** The actions that the state of an execution allows. */
export function ExecutionActions({ execution }: { readonly execution: Execution }): ReactElement | null {
  const say = useTexts();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const cancel = useAction(async () => await act<Cancelled>('executions', execution.id, 'cancel'), {
    done: ({ detail }) => detail,
    onDone: () => setAsks(false),
  });
  const retry = useAction(async () => await act<Started>('executions', execution.id, 'retry'), {
    done: ({ detail }) => detail,
    onDone: ({ execution_id }) => void navigate(`/executions/${execution_id}/show`),
  });
  if (!isOver(execution)) {
    return (
      <Allowed resource="executions" action="cancel">
        <Button
          variant="outlined"
          color="error"
          startIcon={<StopIcon />}
          disabled={cancel.busy}
          onClick={() => setAsks(true)}
        >
          {say('executions.cancel')}
        </Button>
        <Confirm
          isOpen={asks}
          loading={cancel.busy}
          title={say('executions.cancel_title')}
          content={say('executions.cancel_text')}
          confirm={say('executions.cancel_yes')}
          cancel={say('executions.cancel_no')}
          onConfirm={cancel.run}
          onClose={() => setAsks(false)}
        />
      </Allowed>
    );
  }
  // A verified execution need not be repeated.
  if (execution.status === 'success' && execution.verification === 'verified') return null;
  return (
    <Allowed resource="executions" action="retry">
      <Button
        variant={execution.status === 'success' ? 'outlined' : 'contained'}
        startIcon={<ReplayIcon />}
        disabled={retry.busy}
        onClick={retry.run}
      >
        {say('executions.retry')}
      </Button>
    </Allowed>
  );
}

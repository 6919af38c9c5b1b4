import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import PauseIcon from '@mui/icons-material/Pause';
import TriggerIcon from '@mui/icons-material/PlayArrow';
import ResumeIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Confirm, useListContext } from 'react-admin';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { dataProvider } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { move, trigger } from './act-on.ts';
import { BulkFrequency } from './BulkFrequency.tsx';

interface Done {
  readonly done: number;
  readonly refused: number;
}

/**
 * Applies the work to each id separately: if the server refuses one (because it is running or disabled), the
 * others still continue.
 */
async function each(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<Done> {
  let refused = 0;
  for (const id of ids) await work(id).catch(() => refused++);
  return { done: ids.length - refused, refused };
}

/** The actions for several selected configurations. */
export function BulkActions(): ReactElement {
  const say = useTexts();
  const { selectedIds, onUnselectItems } = useListContext<Configuration>();
  const ids = selectedIds.map(String);
  const [asks, setAsks] = useState(false);
  const options = {
    done: ({ done, refused }: Done) =>
      refused === 0
        ? say('configurations.bulk_done', { smart_count: done })
        : say('configurations.bulk_refused', { done, refused }),
    onDone: () => {
      setAsks(false);
      onUnselectItems();
    },
  };
  const triggerAll = useAction(async () => await each(ids, async (id) => await trigger(id, null)), options);
  const pauseAll = useAction(async () => await each(ids, async (id) => await move(id, 'pause')), options);
  const resumeAll = useAction(async () => await each(ids, async (id) => await move(id, 'resume')), options);
  const deleteAll = useAction(
    async () => await each(ids, async (id) => await dataProvider.delete('configurations', { id })),
    options,
  );
  return (
    <>
      <BulkButton
        action="trigger"
        icon={<TriggerIcon />}
        work={triggerAll}
        label={say('configurations.trigger')}
      />
      <BulkButton action="pause" icon={<PauseIcon />} work={pauseAll} label={say('configurations.pause')} />
      <BulkButton
        action="resume"
        icon={<ResumeIcon />}
        work={resumeAll}
        label={say('configurations.resume')}
      />
      <Allowed resource="configurations" action="edit">
        <BulkFrequency ids={ids} />
      </Allowed>
      <Allowed resource="configurations" action="delete">
        <Button size="small" color="error" startIcon={<DeleteIcon />} onClick={() => setAsks(true)}>
          {say('ra.action.delete')}
        </Button>
        <Confirm
          isOpen={asks}
          loading={deleteAll.busy}
          title={say('configurations.delete_title', { smart_count: ids.length })}
          content={say('configurations.delete_text')}
          confirm={say('ra.action.delete')}
          cancel={say('ra.action.cancel')}
          confirmColor="warning"
          onConfirm={deleteAll.run}
          onClose={() => setAsks(false)}
        />
      </Allowed>
    </>
  );
}

interface BulkButtonProps {
  readonly action: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly work: { readonly run: () => void; readonly busy: boolean };
}

function BulkButton({ action, icon, label, work }: BulkButtonProps): ReactElement {
  return (
    <Allowed resource="configurations" action={action}>
      <Button size="small" startIcon={icon} disabled={work.busy} onClick={work.run}>
        {label}
      </Button>
    </Allowed>
  );
}

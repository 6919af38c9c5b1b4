import ScheduleIcon from '@mui/icons-material/ScheduleOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useListContext } from 'react-admin';
import type { BulkReply, Configuration } from '../../../src/contract/configuration.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useAction } from '../ui/screens/use-action.ts';

export const FREQUENCIES = [
  'every_minute',
  'every_5_minutes',
  'every_15_minutes',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'manual',
] as const;

/** Changes the frequency of all selected configurations. If one cannot be changed, none is. */
export function BulkFrequency({ ids }: { readonly ids: readonly string[] }): ReactElement {
  const say = useTexts();
  const { onUnselectItems } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const change = useAction(
    async (frequency: Configuration['frequency']) =>
      await call<BulkReply>(`${resourceOf('configurations').path}bulk-frequency/`, {
        method: 'POST',
        body: { ids, frequency },
      }),
    {
      done: ({ updated }) => say('configurations.bulk_done', { smart_count: updated }),
      onDone: () => onUnselectItems(),
    },
  );
  const choose = (frequency: Configuration['frequency']): void => {
    setAnchor(null);
    change.run(frequency);
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<ScheduleIcon />}
        aria-haspopup="menu"
        disabled={change.busy}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {say('configurations.frequency')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {FREQUENCIES.map((one) => (
          <MenuItem key={one} onClick={() => choose(one)}>
            {say(`words.frequency.${one}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

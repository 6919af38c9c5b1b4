import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, ListItemText, ListSubheader, Menu, MenuItem } from '@mui/material';
import { Fragment, type MouseEvent, type ReactElement, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { exportAddress } from '../list-address.ts';
import type { TextKey } from '../texts/dictionary.ts';

/** A list that can be exported, with the filter and the order that its file has. */
export interface Exported {
  readonly list: 'tickets' | 'orders' | 'refunds' | 'check-ins' | 'event-payouts' | 'journal';
  readonly filter: Readonly<Record<string, unknown>>;
  readonly sort?: { readonly field: string; readonly order: 'ASC' | 'DESC' };
}

const LABEL: Readonly<Record<Exported['list'], TextKey>> = {
  tickets: 'exports.lists.tickets',
  orders: 'exports.lists.orders',
  refunds: 'exports.lists.refunds',
  'check-ins': 'exports.lists.check_ins',
  'event-payouts': 'exports.lists.payouts',
  journal: 'exports.lists.journal',
};

const FORMATS = [
  ['xlsx', 'exports.xlsx', { format: 'xlsx' }],
  // Excel recognises UTF-8 by the byte order mark.
  ['csv', 'exports.csv', { format: 'csv', bom: 'true' }],
  ['ndjson', 'exports.ndjson', { format: 'ndjson' }],
] as const;

/**
 * A menu of formats. The browser downloads the file itself, so that it is never in memory as a whole, shows its
 * progress, and can be cancelled there.
 */
export default function ExportButton({ lists }: { readonly lists: readonly Exported[] }): ReactElement {
  const say = useTexts();
  const language = useLanguage();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<DownloadIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)}
      >
        {say('exports.export')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {lists.map(({ list, filter, sort }) => (
          <Fragment key={list}>
            {lists.length > 1 && <ListSubheader sx={{ lineHeight: 2.2 }}>{say(LABEL[list])}</ListSubheader>}
            {FORMATS.map(([format, text, file]) => (
              <MenuItem
                key={format}
                component="a"
                href={exportAddress(list, { filter, ...(sort === undefined ? {} : { sort }) } as never, {
                  ...file,
                  locale: language,
                })}
                download
                onClick={close}
              >
                <ListItemText>{say(text)}</ListItemText>
              </MenuItem>
            ))}
          </Fragment>
        ))}
      </Menu>
    </>
  );
}

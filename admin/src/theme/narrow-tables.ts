import type { Palette } from './palette.ts';

const PHONE = '@media (max-width: 599.95px)';

/**
 * On a phone each row of a table becomes a card. Its first cell is on top, and the others are below, each under
 * its column's name from `data-label`. Otherwise people would have to scroll sideways.
 */
export function stackedRows({ soft, line }: Pick<Palette, 'soft' | 'line'>) {
  // the cells that select or open a row: react-admin puts them before the first cell
  const presses = ':is(.MuiTableCell-paddingCheckbox, .RaDataTable-expandIconCell)';
  return {
    [PHONE]: {
      display: 'block',
      '& thead, & tbody': { display: 'block' },
      // Of the table's head, only the controls for sorting and for selecting all rows remain.
      '& thead > tr': {
        display: 'flex',
        alignItems: 'center',
        gap: '8px',
        overflowX: 'auto',
        padding: '2px 4px',
        borderBottom: `1px solid ${line}`,
      },
      '& thead th': { border: 0, flex: 'none', minWidth: 0, backgroundColor: 'transparent !important' },
      '& thead:not(:has(.MuiTableSortLabel-root, input)), & thead th:not(:has(.MuiTableSortLabel-root, input))':
        { display: 'none' },
      '& tbody > tr': {
        display: 'grid',
        gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
        gap: '8px 12px',
        position: 'relative',
        padding: '12px 16px',
        borderBottom: `1px solid ${line}`,
      },
      '& tbody > tr:last-of-type': { borderBottom: 0 },
      // the cell below a row that can be opened, which is empty while the row is closed
      '& tbody > tr:has(> td[colspan])': { padding: '0 16px' },
      [`& tbody > tr:has(> ${presses})`]: { paddingLeft: '52px' },
      '& tbody > tr > td': {
        padding: '0 !important',
        border: 0,
        textAlign: 'left',
        whiteSpace: 'normal',
        overflowWrap: 'anywhere',
        '& time': { whiteSpace: 'normal !important' },
      },
      '& tbody > tr > td:empty': { display: 'none' },
      '& tbody > tr > :is(td[colspan], td.wide)': { gridColumn: '1 / -1' },
      [`& tbody > tr > td${presses}`]: { position: 'absolute', top: 3, left: 5 },
      '& tbody > tr > td[data-label]::before': {
        content: 'attr(data-label)',
        display: 'block',
        color: soft,
        fontSize: '0.75rem',
        lineHeight: 1.5,
      },
      [`& tbody > tr > td[data-label]:first-of-type, & tbody > tr > ${presses} + td`]: {
        gridColumn: '1 / -1',
        fontWeight: 600,
        '&::before': { content: 'none' },
      },
    },
  } as const;
}

/** Shadows at the edges show that there is more content to scroll to. */
export function scrollShadow(card: string, mode: 'light' | 'dark') {
  const cover = (to: string) => `linear-gradient(to ${to}, ${card} 40%, transparent)`;
  const dark = mode === 'light' ? 'rgb(28 37 38 / 16%)' : 'rgb(0 0 0 / 55%)';
  const shadow = (to: string) => `linear-gradient(to ${to}, ${dark}, transparent)`;
  return {
    background: [
      // These backgrounds move with the content and cover the shadow at each end.
      `${cover('right')} left / 40px 100% no-repeat local`,
      `${cover('left')} right / 40px 100% no-repeat local`,
      `${shadow('right')} left / 14px 100% no-repeat scroll`,
      `${shadow('left')} right / 14px 100% no-repeat scroll`,
    ].join(', '),
  };
}

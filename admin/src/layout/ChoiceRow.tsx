import CheckIcon from '@mui/icons-material/Check';
import { ListItemIcon, ListItemText, ListSubheader, MenuItem } from '@mui/material';
import type { ReactNode } from 'react';

interface ChoiceRowProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: T) => void;
}

/** A choice among a few values, as items of a menu. */
export function ChoiceRow<T extends string>({
  label,
  choices,
  value,
  onChange,
}: ChoiceRowProps<T>): ReactNode {
  return [
    <ListSubheader key="label" role="presentation" sx={{ lineHeight: '2rem', bgcolor: 'transparent' }}>
      {label}
    </ListSubheader>,
    ...choices.map((choice) => (
      <MenuItem
        key={choice.value}
        dense
        role="menuitemradio"
        aria-checked={choice.value === value}
        onClick={() => onChange(choice.value)}
      >
        <ListItemIcon>{choice.value === value && <CheckIcon fontSize="small" />}</ListItemIcon>
        <ListItemText>{choice.label}</ListItemText>
      </MenuItem>
    )),
  ];
}

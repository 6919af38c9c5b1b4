import type { RaThemeOptions } from 'react-admin';
import { CheckboxInput } from './CheckboxInput.tsx';
import { scrollShadow, stackedRows } from './narrow-tables.ts';
import type { Palette } from './palette.ts';

/** The styles of the component library that differ from its defaults. */
export function componentStyles(colors: Palette, mode: 'light' | 'dark'): RaThemeOptions['components'] {
  const focus = { outline: `3px solid ${colors.brand}80`, outlineOffset: 1 };
  const headGround = mode === 'light' ? 'rgb(122 98 27 / 4%)' : 'rgb(255 255 255 / 3%)';
  const shadow = mode === 'light' ? '0 1px 2px rgb(28 37 38 / 5%)' : 'none';
  return {
    MuiCssBaseline: {
      styleOverrides: {
        'a:focus-visible, button:focus-visible, [tabindex]:focus-visible': focus,
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': {
            animationDuration: '0.01ms !important',
            transitionDuration: '0.01ms !important',
          },
        },
      },
    },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: {
        root: { borderRadius: 9, whiteSpace: 'nowrap', '&.Mui-focusVisible': focus },
        outlined: { borderColor: colors.line, '&:hover': { borderColor: colors.brand } },
      },
    },
    MuiIconButton: { styleOverrides: { root: { '&.Mui-focusVisible': focus } } },
    MuiPaper: {
      styleOverrides: {
        root: { backgroundImage: 'none' },
        elevation1: { boxShadow: shadow, border: `1px solid ${colors.line}` },
      },
    },
    MuiCard: { styleOverrides: { root: { borderRadius: 14 } } },
    MuiDialog: { styleOverrides: { paper: { borderRadius: 16 } } },
    // On a phone, the buttons of a dialog are below each other.
    MuiDialogActions: {
      defaultProps: { disableSpacing: true },
      styleOverrides: { root: { flexWrap: 'wrap', gap: 8 } },
    },
    MuiDialogTitle: { styleOverrides: { root: { fontSize: '1.125rem', fontWeight: 650 } } },
    MuiTooltip: {
      defaultProps: { arrow: true, enterDelay: 250 },
      styleOverrides: { tooltip: { fontSize: '0.8125rem', fontWeight: 450 } },
    },
    MuiTextField: { defaultProps: { variant: 'outlined', size: 'small' } },
    MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small' } },
    MuiOutlinedInput: {
      styleOverrides: {
        root: { backgroundColor: colors.card },
        notchedOutline: { borderColor: mode === 'light' ? '#c9c4b8' : '#465356' },
      },
    },
    MuiTableCell: {
      styleOverrides: {
        root: { borderColor: colors.line },
        head: {
          color: colors.soft,
          fontSize: '0.75rem',
          fontWeight: 650,
          lineHeight: 1.35,
          whiteSpace: 'nowrap',
          // translucent, so that the shadow of scrolled content shows through
          backgroundColor: headGround,
        },
      },
    },
    MuiTableContainer: { styleOverrides: { root: scrollShadow(colors.card, mode) } },
    MuiTableRow: {
      styleOverrides: {
        root: { '&:last-of-type > td, &:last-of-type > th[scope=row]': { borderBottom: 0 } },
      },
    },
    MuiTab: { styleOverrides: { root: { minHeight: 46, fontWeight: 600 } } },
    MuiTabs: {
      defaultProps: { variant: 'scrollable', scrollButtons: 'auto', allowScrollButtonsMobile: true },
    },
    MuiCheckbox: {
      // The label is also on the root element, which therefore needs a role that may have one.
      defaultProps: { slots: { input: CheckboxInput }, slotProps: { root: { role: 'group' } } },
    },
    // A switch that is off would be white on white.
    MuiSwitch: { styleOverrides: { switchBase: { '&:not(.Mui-checked)': { color: colors.soft } } } },
    MuiTableSortLabel: { styleOverrides: { root: { minHeight: 28 } } },
    MuiFormHelperText: { styleOverrides: { root: { '&.Mui-disabled': { color: colors.soft } } } },
    MuiTabScrollButton: { styleOverrides: { root: { '&.Mui-disabled': { width: 0 } } } },
    MuiLinearProgress: { styleOverrides: { root: { height: 8, borderRadius: 8 } } },
    MuiAlert: { styleOverrides: { root: { borderRadius: 12, alignItems: 'center' } } },
    MuiLink: { defaultProps: { underline: 'hover' } },
    RaDataTable: {
      styleOverrides: {
        root: {
          '& .RaDataTable-headerCell': { padding: '10px 12px', backgroundColor: headGround },
          '& .RaDataTable-rowCell': { padding: '9px 12px' },
          '& .RaDataTable-tableWrapper': { overflowX: 'auto', ...scrollShadow(colors.card, mode) },
          '& .RaDataTable-table': stackedRows(colors),
        },
      },
    },
    RaList: { styleOverrides: { root: { '& .RaList-actions': { alignItems: 'flex-end' } } } },
    RaBulkActionsToolbar: {
      styleOverrides: {
        root: {
          borderRadius: 14,
          // The toolbar covers the head of the table: above it, the card would cut it off.
          '& .RaBulkActionsToolbar-toolbar': { transform: 'none' },
          // The ticks show how many rows are chosen, and a phone has no room for the number next to the
          // buttons.
          '@media (max-width: 599.95px)': {
            '& .RaBulkActionsToolbar-title .MuiTypography-root': { display: 'none' },
          },
          // On a phone the buttons scroll sideways. They begin at the left edge, because otherwise the first ones
          // could not be reached.
          '& .RaBulkActionsToolbar-topToolbar': {
            minWidth: 0,
            overflowX: 'auto',
            justifyContent: 'safe flex-end',
            '& > *': { flexShrink: 0 },
          },
        },
      },
    },
  };
}

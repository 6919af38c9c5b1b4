/** The frame around every screen, and texts that all screens share. */
export const layout = {
  navigation: 'Screens',
  group_sales: 'Sales',
  group_access: 'Administration',
  account: 'Your account',
  account_of: 'Account of %{name}',
  language: 'Language',
  colours: 'Colours',
  colours_system: 'Same as the system',
  colours_light: 'Light',
  colours_dark: 'Dark',
};

export const live = {
  open: 'Live',
  open_hint: 'This page updates by itself.',
  lost: 'Not live',
  lost_hint: 'The live connection is lost. Figures are refreshed every few seconds until it is back.',
};

export const states = {
  day_letters: 'dd',
  month_letters: 'mm',
  year_letters: 'yyyy',
  time_letters: 'hh:mm',
  no_date: 'This is not a date',
  no_date_like: 'Write it like %{hint}',
  no_time: 'Write it like 07:30, from 00:00 to 23:59',
  loading: 'Loading',
  failed: 'This could not be loaded',
  gone: 'This no longer exists',
  retry: 'Try again',
  reload: 'Reload the page',
  no_match: 'Nothing matches',
  no_match_hint: 'Remove a filter, or search for something less specific.',
  back_to: 'Back to: %{name}',
  copied: 'Copied',
  copy: 'Copy',
};

export const errors = {
  unreachable: 'The server could not be reached. Check your connection and try again.',
};

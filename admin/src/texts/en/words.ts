/** What the API's codes are called. A dot in a code is an underscore here. */
export const words = {
  role: { superuser: 'Superuser', operator: 'Operator', viewer: 'Viewer' },
  configuration_status: { active: 'Active', paused: 'Paused', disabled: 'Switched off', error: 'Failing' },
  execution_status: {
    pending: 'Waiting',
    running: 'Running',
    success: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  verification: {
    verified: 'Verified',
    verified_with_rejects: 'Verified, with rejects',
    unverified: 'Not verified',
  },
  trigger: {
    command_line: 'Command line',
    manual: 'By hand',
    schedule: 'Schedule',
    retry: 'Tried again',
  },
  depth: { quick: 'Quick', sweep: 'Sweep', full: 'Full' },
  frequency: {
    manual: 'Only by hand',
    every_15_minutes: 'Every 15 minutes',
    hourly: 'Every hour',
    daily: 'Every day',
    weekly: 'Every week',
    monthly: 'Every month',
  },
  phase: {
    connect: 'Connecting to the store',
    read: 'Reading the store',
    load: 'Writing to the backend',
    remove: 'Looking for what is gone',
    prove: 'Proving both sides',
    total: 'In all',
  },
};

import { configurations } from './en/configurations.ts';
import { account, dashboard } from './en/dashboard.ts';
import { executions } from './en/executions.ts';
import { errors, layout, live, states } from './en/frame.ts';
import { ra } from './en/react-admin.ts';
import { words } from './en/words.ts';

/** All of the panel's texts in English: one file a folder of screens. */
export const en = {
  ra,
  layout,
  live,
  states,
  errors,
  words,
  account,
  dashboard,
  configurations,
  executions,
};

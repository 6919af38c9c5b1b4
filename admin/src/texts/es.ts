import type { Dictionary } from './dictionary.ts';
import { configurations } from './es/configurations.ts';
import { account, dashboard } from './es/dashboard.ts';
import { executions } from './es/executions.ts';
import { errors, layout, live, states } from './es/frame.ts';
import { ra } from './es/react-admin.ts';
import { words } from './es/words.ts';

/** Todos los textos del panel en español. */
export const es: Dictionary = {
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

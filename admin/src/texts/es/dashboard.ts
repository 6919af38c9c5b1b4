import type { dashboard as english } from '../en/dashboard.ts';
import type { Texts } from '../texts.ts';

export const dashboard: Texts<typeof english> = {
  title: 'Resumen',
};

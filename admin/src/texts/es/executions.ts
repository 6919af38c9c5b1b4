import type { executions as english } from '../en/executions.ts';
import type { Texts } from '../texts.ts';

export const executions: Texts<typeof english> = {
  title: 'Ejecuciones',
  sub: 'Qué se ejecutó, por qué y qué comprobó.',
  search: 'Buscar por configuración',
  empty: 'Aún no se ha ejecutado nada',
  empty_hint: 'Las ejecuciones aparecen aquí en cuanto se lanza una configuración o le llega la hora.',
  configuration: 'Configuración',
  status: 'Estado',
  outcome: 'Resultado',
  trigger: 'Iniciada por',
  started: 'Inicio',
  duration: 'Duró',
  days: 'Desde',
  days_7: 'Últimos 7 días',
  days_30: 'Últimos 30 días',
  days_90: 'Últimos 90 días',
  days_all: 'Siempre',
};

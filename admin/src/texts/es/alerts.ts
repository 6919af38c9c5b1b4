import type { alerts as english } from '../en/alerts.ts';
import type { Texts } from '../texts.ts';

export const alerts: Texts<typeof english> = {
  title: 'Alertas',
  sub: 'Lo que anda mal y lo que anduvo mal: desde la primera señal hasta que se resuelve.',
  empty: 'Nada ha salido mal',
  empty_hint: 'Lo que requiera su atención aparecerá aquí, una vez por incidente, y en su correo.',
  state: 'Estado',
  open: 'Abierta',
  seen: 'Vista',
  over: 'Resuelta',
  seen_by: 'La vio %{name}',
  kind: 'Qué',
  where: 'Dónde',
  since: 'Desde',
  last_seen: 'Última señal',
  occurrences: 'Veces',
  more: 'y %{smart_count} más',
  last_execution: 'su ejecución',
  acknowledge: 'Ya la vi',
  acknowledged: 'Quedó marcada como vista.',
  filter_open: 'Estado',
  only_open: 'Abiertas',
  only_over: 'Resueltas',
  filter_seen: 'Vistas',
  only_seen: 'Vistas por alguien',
  only_unseen: 'Aún sin ver',
};

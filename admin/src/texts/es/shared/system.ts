import type * as english from '../../en/shared/system.ts';
import type { Texts } from '../../texts.ts';

export const system: Texts<typeof english.system> = {
  title: 'Sistema',
  well: 'Todo funciona',
  not_well: 'Con problemas',
  processes: 'Procesos',
  no_process: 'Ninguno activo',
  all: 'uno con todos los roles |||| %{smart_count} con todos los roles',
  api: 'una API |||| %{smart_count} API',
  worker: 'un worker |||| %{smart_count} workers',
  scheduler: 'un planificador |||| %{smart_count} planificadores',
  unserved: 'Ningún worker atiende estas colas: %{queues}.',
  last_tick: 'Última revisión del horario',
  never: 'Nunca',
  waiting: 'Trabajo en espera de comenzar',
  nothing_waits: 'No hay trabajo en espera',
  waits: 'uno, desde hace hasta %{minutes} min |||| %{smart_count}, desde hace hasta %{minutes} min',
  undelivered: 'Mensajes sin entregar',
  none: 'Ninguno',
};

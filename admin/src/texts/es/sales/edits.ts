import type { edits as english } from '../../en/sales/edits.ts';
import type { Texts } from '../../texts.ts';

export const edits: Texts<typeof english> = {
  edit: 'Editar',
  sub: 'Lo que cambie aquí se conserva cuando se sincroniza la tienda.',
  title: 'Editado aquí',
  hint: 'Las sincronizaciones conservan estos valores. Al recuperar el de la tienda, el campo vuelve a seguirla.',
  mark: 'Editado',
  field: 'Campo',
  ours: 'Aquí',
  store: 'En la tienda',
  undo: 'Deshacer',
  use_store: 'Usar el valor de la tienda',
  use_store_of: 'Usar el valor de la tienda: %{field}',
  taken_back: 'Se recuperó el valor de la tienda.',
  saved: 'Guardado.',
  nothing: 'No hubo cambios.',
  meanwhile: 'Otra persona o una sincronización cambió esto mientras usted editaba. Ahora dice:',
  meanwhile_save: 'Lo que escribió sigue aquí: guarde de nuevo para conservarlo.',
  times: 'Las horas son las de la zona horaria del evento.',
  timezone_help: 'Para las horas del evento y sus ventas por día',
  attendee: 'Asistente',
};

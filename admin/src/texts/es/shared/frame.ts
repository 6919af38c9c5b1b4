import type * as english from '../../en/shared/frame.ts';
import type { Texts } from '../../texts.ts';

export const layout: Texts<typeof english.layout> = {
  navigation: 'Pantallas',
  group_sales: 'Ventas',
  group_access: 'Administración',
  account: 'Su cuenta',
  account_of: 'Cuenta de %{name}',
  language: 'Idioma',
  colours: 'Colores',
  colours_system: 'Igual que el sistema',
  colours_light: 'Claros',
  colours_dark: 'Oscuros',
};

export const live: Texts<typeof english.live> = {
  open: 'En vivo',
  open_hint: 'Esta página se actualiza sola.',
  lost: 'Sin conexión en vivo',
  lost_hint: 'Se perdió la conexión en vivo. Los datos se actualizan cada pocos segundos hasta que vuelva.',
};

export const states: Texts<typeof english.states> = {
  day_letters: 'dd',
  month_letters: 'mm',
  year_letters: 'aaaa',
  time_letters: 'hh:mm',
  no_date: 'Esto no es una fecha',
  no_date_like: 'Escríbala así: %{hint}',
  no_time: 'Escríbala así: 07:30, de 00:00 a 23:59',
  loading: 'Cargando',
  failed: 'No se pudo cargar',
  gone: 'Esto ya no existe',
  retry: 'Reintentar',
  reload: 'Recargar la página',
  no_match: 'No hay resultados',
  no_match_hint: 'Quite un filtro o busque algo menos preciso.',
  back_to: 'Volver a: %{name}',
  copied: 'Copiado',
  copy: 'Copiar',
};

export const errors: Texts<typeof english.errors> = {
  unreachable: 'No se pudo conectar con el servidor. Revise su conexión e inténtelo de nuevo.',
};

import type * as english from '../../en/shared/search.ts';
import type { Texts } from '../../texts.ts';

export const search: Texts<typeof english.search> = {
  open: 'Buscar',
  close: 'Cerrar la búsqueda',
  keys: 'Ctrl K',
  keys_apple: '⌘K',
  placeholder: 'Número, nombre, teléfono, correo…',
  placeholder_masked: 'Número o evento…',
  hint: 'Número de pedido o de entrada, teléfono (desde seis dígitos), parte de un correo, persona, evento o configuración.',
  hint_masked:
    'Número de pedido o de entrada, evento o configuración. No puede buscar por persona, porque los nombres están ocultos para usted.',
  searching: 'Buscando…',
  nothing: 'No hay resultados.',
  count: '%{smart_count} resultado||||%{smart_count} resultados',
  count_more: 'Los mejores %{smart_count} resultados; hay más.',
  found: 'Resultados de la búsqueda',
  orders: 'Pedidos',
  tickets: 'Entradas',
  events: 'Eventos',
  configurations: 'Configuraciones',
  all_orders: 'Todos los pedidos que coinciden',
  all_tickets: 'Todas las entradas que coinciden',
  all_events: 'Todos los eventos que coinciden',
  all_configurations: 'Todas las configuraciones que coinciden',
};

import type { settings as english } from '../../en/sync/settings.ts';
import type { Texts } from '../../texts.ts';

export const settings: Texts<typeof english> = {
  default: 'Predeterminado',
  own: 'Distinto del predeterminado',
  default_is: 'Predeterminado: %{value}',
  never_synced: 'Todavía no se sincroniza nada, así que no hay cifras que mostrar.',
  group_products: 'Tienda y productos',
  group_people: 'Evento, personas y horarios',
  group_money: 'Dinero',
  group_syncs: 'Sincronizaciones',
  no_mapping: 'Ninguna regla',
  one_variation: 'Todas',
  days: 'un día |||| %{smart_count} días',
  tickets: 'una entrada activa |||| %{smart_count} entradas activas',
  orders: 'un pedido |||| %{smart_count} pedidos',
  executions: 'una ejecución |||| %{smart_count} ejecuciones',
  shared_credentials:
    'Otra configuración usa estas credenciales. |||| Otras %{smart_count} configuraciones usan estas credenciales.',
  shared_organizer:
    'Un nombre nuevo también se muestra en otra configuración del organizador. |||| Un nombre nuevo también se muestra en otras %{smart_count} configuraciones del organizador.',
  own_organizer: 'El organizador no tiene otra configuración.',
  product_sold: '%{product}: %{tickets}; %{sales}.',
  product_unsold: '%{product}: %{tickets}; ningún pedido pagado.',
  product_unread: '%{product}: todavía no se lee nada de él.',
  product_former:
    '%{product} ya no está en la configuración: la próxima sincronización quita %{tickets}; %{sales}.',
  product_former_unsold:
    '%{product} ya no está en la configuración: la próxima sincronización quita %{tickets}.',
  no_product: 'Variaciones sin tipo de entrada',
  sale: '%{amount} en %{orders}',
  sale_refunded: '%{amount} en %{orders} (%{refunded} reembolsados)',
  all_variations: 'Todas las variaciones del producto son del evento.',
  single_variation: 'Solo esta variación del producto es del evento.',
  title_same: 'El evento tiene este título.',
  title_other:
    'El evento se llama «%{title}»: su título se editó aquí o la próxima sincronización lo cambia.',
  description_store: 'El evento tiene el texto de la tienda.',
  description_own: 'Reemplaza el texto de la tienda.',
  starts: 'El evento comienza el %{at}.',
  no_start: 'El evento no tiene fecha.',
  ends: 'El evento termina el %{at}.',
  no_end: 'El evento no tiene término.',
  tier: 'Una entrada activa es de este tipo. |||| %{smart_count} entradas activas son de este tipo.',
  no_tier: 'Ninguna entrada activa es de este tipo: es para un producto sin variaciones.',
  clock: 'Según su reloj, se hicieron %{orders} en %{days}.',
  other_clock:
    'Según su reloj, se hicieron %{orders} en %{days}; según el de %{zone}, %{moved} son de otro día.',
  fee: 'Cobra %{fee} de %{net} netos; el organizador recibe %{organizer}.',
  no_fee: 'Todavía no hay pedidos pagados.',
  not_applied:
    'La próxima sincronización lo aplica a un pedido. |||| La próxima sincronización lo aplica a %{smart_count} pedidos.',
  mapped:
    'Un pedido tiene el estado %{status}, que se lee como «%{means}». |||| %{smart_count} pedidos tienen el estado %{status}, que se lee como «%{means}».',
  mapped_none: 'Ningún pedido tiene el estado %{status}.',
  unmapped:
    'Un pedido tiene el estado %{status}, que ninguna regla menciona: se lee como «%{means}». |||| %{smart_count} pedidos tienen el estado %{status}, que ninguna regla menciona: se leen como «%{means}».',
  all_own: 'Todos los pedidos tienen estados propios de WooCommerce: no hay nada que asignar.',
  chosen:
    'Eligió una de las entradas reembolsadas (%{refunded} en total). |||| Eligió %{smart_count} de las entradas reembolsadas (%{refunded} en total).',
  chosen_none:
    'No eligió ninguna: todas las entradas reembolsadas (%{refunded}) son de líneas reembolsadas por completo.',
  refunded_none: 'Ninguna entrada está reembolsada.',
  chooses_again: 'La próxima sincronización vuelve a elegir.',
  removable: 'Ahora una ejecución puede eliminar hasta %{most} de %{valid} entradas válidas.',
  held: 'Hay una entrada retenida hasta que alguien decida. Hasta entonces no se elimina nada más sin una decisión. |||| Hay %{smart_count} entradas retenidas hasta que alguien decida. Hasta entonces no se elimina nada más sin una decisión.',
  removed:
    'Las ejecuciones eliminaron una en las últimas 24 horas. |||| Las ejecuciones eliminaron %{smart_count} en las últimas 24 horas.',
  swept: 'El último barrido tardó %{duration}.',
  not_swept: 'Todavía no se mide ningún barrido.',
  next_quick: 'La próxima sincronización lee lo que cambió.',
  next_sweep: 'La próxima sincronización también compara las tablas completas.',
  next_full: 'La próxima sincronización lee todo.',
  next_at: 'La próxima sincronización es el %{at}.',
  by_hand: 'Una sincronización solo comienza cuando alguien la inicia.',
  stopped: 'La configuración está pausada o desactivada: no hay sincronizaciones previstas.',
  last_week: '%{executions} en los últimos siete días; fallaron %{failed}.',
  no_executions: 'Ninguna ejecución en los últimos siete días.',
  run_at_none: 'Solo importa si se sincroniza cada día o con menos frecuencia.',
  run_at_first: 'Se sincroniza a la hora del día en que se creó la configuración.',
};

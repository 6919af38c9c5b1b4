import type { webhooks as english } from '../../en/sync/webhooks.ts';
import type { Texts } from '../../texts.ts';

export const webhooks: Texts<typeof english> = {
  title: 'Webhooks de WooCommerce',
  about:
    'Con los webhooks, WooCommerce avisa en segundos qué pedido cambió, y Taquilla lee ese pedido. Sin ellos, y con cada entrega que se pierde, la siguiente sincronización encuentra el cambio.',
  set_up: 'Configurar webhooks',
  new_secret: 'Nuevo secreto',
  new_secret_title: '¿Crear un nuevo secreto?',
  new_secret_text:
    'Desde ahora se rechazan las entregas con el secreto actual. Ingrese el nuevo de inmediato en cada webhook de la tienda: WooCommerce desactiva un webhook después de algunas entregas rechazadas.',
  end: 'Eliminar webhooks',
  end_title: '¿Eliminar los webhooks de esta tienda?',
  end_text:
    'La dirección dejará de existir, y si los configura de nuevo tendrá otra. Elimine también los webhooks en WooCommerce. Las sincronizaciones continúan como están planificadas.',
  ended: 'Los webhooks se eliminaron.',
  secret: 'Secreto',
  secret_hint: 'Cópielo ahora en cada webhook de WooCommerce. No se vuelve a mostrar.',
  address: 'URL de entrega',
  last_delivery: 'Última entrega',
  last_ping: 'Último ping',
  none_yet: 'Aún no hay',
  deliveries: 'Entregas en 24 horas',
  deliveries_of: '%{deliveries}, de ellas %{announcing} sobre eventos configurados',
  missed: 'No anunciados en 24 horas',
  missed_of: '%{missed} de %{found} pedidos nuevos o cambiados que encontró antes una sincronización',
  refused: 'Rechazadas en 24 horas',
  waiting: 'Pedidos anunciados en espera',
  test: 'Esperar una entrega',
  test_end: 'Dejar de esperar',
  test_hint: 'Luego guarde un webhook en WooCommerce, o cambie un pedido.',
  test_waits: 'Esperando la entrega de WooCommerce. Puede tardar un minuto.',
  arrived: {
    ping: 'Llegó un ping: WooCommerce alcanza esta dirección. Cambie un pedido para probar también el secreto.',
    delivery: 'Llegó una entrega con la firma correcta. El webhook funciona.',
    refused: 'Llegó una entrega, pero su firma no es correcta. Ingrese de nuevo el secreto en el webhook.',
  },
  steps_title: 'En WooCommerce',
  steps: {
    open: 'Abra WooCommerce, Ajustes, Avanzado, Webhooks.',
    add: 'Elija Añadir webhook, póngale un nombre y deje su estado en Activo.',
    topics: 'Cree un webhook para cada uno de estos temas:',
    address: 'Pegue la URL de entrega de arriba.',
    secret: 'Pegue el secreto. Es el mismo para todos.',
    version: 'Elija como versión de la API: Integración de la API REST de WP v3.',
    save: 'Guarde. WooCommerce envía un ping de inmediato, y entregas con cada cambio de un pedido.',
  },
  topics: {
    order_created: 'Pedido creado',
    order_updated: 'Pedido actualizado',
    order_deleted: 'Pedido borrado',
    order_restored: 'Pedido restaurado',
  },
};

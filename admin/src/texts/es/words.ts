import type { words as english } from '../en/words.ts';
import type { Texts } from '../texts.ts';
import { fields } from './fields.ts';

export const words: Texts<typeof english> = {
  field: fields,
  role: { superuser: 'Superusuario', operator: 'Operador', viewer: 'Lector' },
  configuration_status: {
    active: 'Activa',
    paused: 'En pausa',
    disabled: 'Desactivada',
    error: 'Con fallos',
  },
  execution_status: {
    pending: 'En espera',
    running: 'En curso',
    success: 'Terminada',
    failed: 'Fallida',
    cancelled: 'Cancelada',
  },
  verification: {
    verified: 'Verificada',
    verified_with_rejects: 'Verificada, con rechazos',
    unverified: 'Sin verificar',
  },
  trigger: {
    command_line: 'Línea de comandos',
    manual: 'A mano',
    schedule: 'Programada',
    retry: 'Reintento',
  },
  depth: { quick: 'Rápida', sweep: 'Barrido', full: 'Completa' },
  frequency: {
    manual: 'Solo a mano',
    every_15_minutes: 'Cada 15 minutos',
    hourly: 'Cada hora',
    daily: 'Cada día',
    weekly: 'Cada semana',
    monthly: 'Cada mes',
  },
  phase: {
    connect: 'Conectando con la tienda',
    read: 'Leyendo la tienda',
    load: 'Escribiendo en el backend',
    remove: 'Buscando lo que ya no está',
    prove: 'Comprobando ambos lados',
    total: 'En total',
  },
  order_status: {
    pending: 'Pendiente',
    on_hold: 'En espera',
    paid: 'Pagado',
    cancelled: 'Cancelado',
    refunded: 'Reembolsado',
    failed: 'Fallido',
    trashed: 'En la papelera',
  },
  refund_policy: {
    newest_not_checked_in: 'Las más nuevas sin usar',
    oldest_not_checked_in: 'Las más antiguas sin usar',
  },
  product_status: {
    draft: 'Borrador',
    pending: 'Pendiente de revisión',
    private: 'Privado',
    future: 'Programado',
    trash: 'En la papelera',
    deleted: 'Eliminado',
  },
  operation: { created: 'Creado', updated: 'Actualizado', removed: 'Eliminado', restored: 'Restaurado' },
  attempt: {
    success: 'Terminado',
    failed: 'Fallido',
    cancelled: 'Cancelado',
    worker_lost: 'Se perdió el proceso',
    given_back: 'Devuelto',
  },
  alert_kind: {
    store_unreachable: 'Tienda sin conexión',
    credentials_failing: 'Falla la prueba de conexión',
    sync_failed: 'Falló la sincronización',
    proof_unverified: 'Sin verificar',
    sign_ins_failing: 'Fallan muchos inicios de sesión',
    sync_stale: 'Demasiado tiempo sin éxito',
    password_unprotected: 'Contraseña sin protección',
  },
  audit_action: {
    session_login: 'Inicio de sesión',
    session_login_failed: 'Inicio de sesión fallido',
    session_login_throttled: 'Demasiados intentos de inicio de sesión',
    access_denied: 'Llamada denegada',
  },
  table: {
    orders: 'Pedidos',
    order_items: 'Líneas de pedido',
    refunds: 'Reembolsos',
    tickets: 'Entradas',
    check_ins: 'Accesos',
  },
  table_one: {
    events: 'Evento',
    ticket_tiers: 'Tipo de entrada',
    forms: 'Formulario',
    form_fields: 'Campo del formulario',
    orders: 'Pedido',
    order_items: 'Línea de pedido',
    refunds: 'Reembolso',
    refund_lines: 'Línea de reembolso',
    tickets: 'Entrada',
    check_ins: 'Acceso',
  },
  proof_subject: { orders: 'Pedidos', tickets: 'Entradas', pending_tickets: 'Entradas pendientes' },
  proof_measure: {
    count: 'Cuenta',
    quantity: 'Cantidad',
    total: 'Total',
    refunded_by_lines: 'Reembolsado por líneas',
    order_refunded: 'Pedidos reembolsados',
    days_checked_in: 'Días con acceso',
  },
  warning: {
    store_product_trashed:
      'El producto está en la papelera de la tienda: el evento se archivó, y sus pedidos y entradas se mantienen al día.',
    store_product_deleted:
      'El producto se eliminó en la tienda: el evento se archivó, y sus pedidos y entradas se mantienen al día.',
    store_myisam_tables:
      'Algunas tablas de la tienda no son InnoDB: se lee sin una vista fija, y un cambio durante la lectura puede verse recién en la próxima sincronización.',
  },
};

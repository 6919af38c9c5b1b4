import type { gate as english } from '../en/gate.ts';
import type { Texts } from '../texts.ts';

export const gate: Texts<typeof english> = {
  title: 'Iniciar sesión',
  tagline: 'Sus ventas de entradas, al día y al centavo',
  email: 'Correo',
  password: 'Contraseña',
  show_password: 'Mostrar la contraseña',
  hide_password: 'Ocultar la contraseña',
  submit: 'Iniciar sesión',
  submitting: 'Un momento…',
  expired: 'Su sesión terminó. Inicie sesión de nuevo y volverá a donde estaba.',
  unreachable: 'No se pudo contactar al servidor. Revise su conexión e inténtelo de nuevo.',
  retry: 'Reintentar',
  loading: 'Cargando Taquilla',
  language: 'Idioma',
  promise_1: 'Cada pedido, entrada y reembolso de WooCommerce, en su backend',
  promise_2: 'Comprobado contra la tienda después de cada sincronización',
  promise_3: 'Lo que difiere se muestra primero, nunca se oculta',
};

import type { words as english } from '../en/words.ts';
import type { Texts } from '../texts.ts';

export const words: Texts<typeof english> = {
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
};

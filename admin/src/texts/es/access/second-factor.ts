import type { second_factor as english } from '../../en/access/second-factor.ts';
import type { Texts } from '../../texts.ts';

export const second_factor: Texts<typeof english> = {
  title: 'Verificación en dos pasos',
  on: 'Activada',
  off: 'Desactivada',
  why: 'Al iniciar sesión, Taquilla pedirá también un código de una aplicación en su teléfono. Así, una contraseña robada no basta para entrar.',
  set_up: 'Activar',
  continue: 'Continuar',
  scan: 'Escanee esto con una aplicación de autenticación en su teléfono y escriba los seis dígitos que muestra.',
  qr: 'Código QR para su aplicación de autenticación',
  by_hand: 'Si no puede escanearlo, escriba esta clave en la aplicación:',
  secret: 'Clave para la aplicación',
  code: 'Código',
  code_first_help: 'Los seis dígitos de la aplicación',
  code_help: 'Los seis dígitos de la aplicación o un código de recuperación',
  turn_on: 'Activar',
  turned_on: 'La verificación en dos pasos quedó activada.',
  turn_off: 'Desactivar',
  turned_off: 'La verificación en dos pasos quedó desactivada.',
  recovery_codes: 'Códigos de recuperación',
  recovery_hint:
    'Guarde ahora estos códigos de recuperación, lejos de su teléfono: no se mostrarán de nuevo. Con cada uno puede iniciar sesión una vez sin el teléfono.',
  stored: 'Ya los guardé',
  codes_left: 'Le queda un código de recuperación. |||| Le quedan %{smart_count} códigos de recuperación.',
  renew: 'Códigos de recuperación nuevos',
  demand_title: 'Active la verificación en dos pasos',
  demand: 'Este servicio la exige a los superusuarios. Mientras no la active, no podrá hacer nada más.',
  rule: 'Los superusuarios deben usar la verificación en dos pasos',
  rule_hint:
    'Quienes no la tengan solo podrán activarla después de iniciar sesión. Los tokens de API siguen funcionando.',
  rule_title: '¿Exigir la verificación en dos pasos?',
  rule_text:
    'Los superusuarios que no la tengan, incluido usted, no podrán hacer nada más en el panel hasta activarla. Tenga su teléfono a mano.',
  rule_confirm: 'Exigirla',
  reset: 'Desactivar la verificación en dos pasos',
  reset_title: '¿Desactivar la verificación en dos pasos de este usuario?',
  reset_text:
    'Asegúrese de que realmente lo pide %{name}. Sus sesiones terminan y podrá iniciar sesión sin código.',
  reset_done: 'La verificación en dos pasos de este usuario quedó desactivada.',
};

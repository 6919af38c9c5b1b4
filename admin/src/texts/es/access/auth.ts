import type { auth as english } from '../../en/access/auth.ts';
import type { Texts } from '../../texts.ts';

export const auth: Texts<typeof english> = {
  title: 'Iniciar sesión',
  tagline: 'Sus ventas de entradas, al día y al centavo',
  email: 'Correo',
  password: 'Contraseña',
  email_missing: 'Escriba su correo.',
  email_incomplete: 'Escriba el correo completo, como nombre@example.com.',
  password_missing: 'Escriba una contraseña.',
  again_missing: 'Repita la contraseña nueva.',
  code_missing: 'Escriba el código.',
  show_password: 'Mostrar la contraseña',
  hide_password: 'Ocultar la contraseña',
  submit: 'Iniciar sesión',
  submitting: 'Un momento…',
  expired: 'Su sesión terminó. Inicie sesión de nuevo y volverá a donde estaba.',
  unreachable: 'No se pudo conectar con el servidor. Revise su conexión e inténtelo de nuevo.',
  retry: 'Reintentar',
  loading: 'Cargando Taquilla',
  language: 'Idioma',
  forgot: '¿Olvidó su contraseña?',
  forgot_title: '¿Olvidó su contraseña?',
  forgot_hint:
    'Escriba el correo con el que inicia sesión. Recibirá un enlace para crear una contraseña nueva.',
  forgot_no_mail:
    '¿No llega el correo después de unos minutos? Búsquelo en la carpeta de spam o avise a un administrador.',
  forgot_without_mail:
    'Este servicio no envía correos. Pida a un administrador una contraseña nueva o un enlace para crearla.',
  send_link: 'Enviar el enlace',
  back: 'Volver a iniciar sesión',
  reset_title: 'Cree una contraseña nueva',
  reset_hint:
    'Al menos 12 caracteres: unas palabras que solo usted juntaría. Todas sus sesiones y tokens de API terminan.',
  new_password: 'Contraseña nueva',
  new_password_again: 'Repita la contraseña',
  not_the_same: 'Las dos contraseñas no son iguales.',
  set_password: 'Guardar la contraseña',
  link_missing: 'Para usar esta página necesita un enlace nuevo, enviado por correo.',
  another_link: 'Pedir otro enlace',
  password_set: 'Su contraseña nueva quedó guardada. Inicie sesión con ella.',
  code_title: 'Escriba su código',
  code_hint:
    'Abra la aplicación en su teléfono y escriba los seis dígitos que muestra para Taquilla. Si no tiene el teléfono, escriba un código de recuperación.',
  code: 'Código',
  promise_1: 'Cada pedido, entrada y reembolso de WooCommerce, en su sistema de entradas',
  promise_2: 'Verificado contra la tienda después de cada sincronización',
  promise_3: 'Las diferencias se muestran primero, nunca se ocultan',
};

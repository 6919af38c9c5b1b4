import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the demo. */
export const DEMO_ERRORS = {
  'demo.tool-missing': {
    kind: 'config',
    exitCode: 69,
    en: 'A tool that the demo needs is missing.',
    es: 'Falta una herramienta que la demo necesita.',
    adviceEn:
      'Install the tool as the message says; the message names what is broken, too old or missing on this machine. The exit code is 69.',
    adviceEs:
      'Instale la herramienta como dice el mensaje, que nombra lo que en esta máquina está dañado, es demasiado antiguo o falta. El código de salida es 69.',
  },
  'demo.tool-not-fetched': {
    kind: 'unavailable',
    en: 'A tool that the demo needs could not be fetched.',
    es: 'No se pudo obtener una herramienta que la demo necesita.',
    adviceEn:
      'The package sources cannot be reached: try again, or install the tool with the command that the message shows.',
    adviceEs:
      'No se puede contactar con las fuentes de paquetes: inténtelo de nuevo, o instale la herramienta con el comando que muestra el mensaje.',
  },
  'demo.mariadb-in-use': {
    kind: 'conflict',
    en: 'Another Taquilla already runs its private MariaDB on this data folder.',
    es: 'Otro Taquilla ya usa su MariaDB privado en esta carpeta de datos.',
    adviceEn: 'Stop the demo that is already running.',
    adviceEs: 'Detenga la demo que ya está en marcha.',
  },
  'demo.mariadb-install-failed': {
    kind: 'unavailable',
    en: 'The private MariaDB could not make its data folder.',
    es: 'El MariaDB privado no pudo crear su carpeta de datos.',
    adviceEn: 'Run the command with `--verbose` to see what MariaDB said.',
    adviceEs: 'Ejecute el comando con `--verbose` para ver lo que dijo MariaDB.',
  },
  'demo.foreign-store': {
    kind: 'config',
    en: 'This database holds a WordPress site that is not the demo store.',
    es: 'Esta base de datos tiene un sitio WordPress que no es la tienda de demostración.',
    adviceEn: 'Name an empty database.',
    adviceEs: 'Indique una base de datos vacía.',
  },
  'demo.database': {
    kind: 'invalid',
    en: 'The address names no database for the demo store.',
    es: 'La dirección no nombra una base de datos para la tienda de demostración.',
    adviceEn: 'Add the name of a database to the address.',
    adviceEs: 'Añada a la dirección el nombre de una base de datos.',
  },
  'demo.orders': {
    kind: 'invalid',
    en: 'The demo store cannot have this number of orders.',
    es: 'La tienda de demostración no puede tener esa cantidad de pedidos.',
    adviceEn: 'Correct the number.',
    adviceEs: 'Corrija la cantidad.',
  },
  'demo.prefix': {
    kind: 'invalid',
    en: 'A table prefix has letters, digits and underscores only.',
    es: 'Un prefijo de tablas solo tiene letras, dígitos y guiones bajos.',
    adviceEn: 'Correct the prefix.',
    adviceEs: 'Corrija el prefijo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Errors that only a defect of Taquilla causes. */
export const DEFECTS = {
  'internal.unclassified': {
    kind: 'bug',
    en: 'Something happened that Taquilla does not know. This is a defect: please report it with the log.',
    es: 'Ocurrió un error que Taquilla no reconoce. Es un defecto: repórtelo junto con el registro.',
    adviceEn: 'Please report it with what `--verbose` shows.',
    adviceEs: 'Por favor, comuníquelo con lo que muestra `--verbose`.',
  },
  'internal.unexpected-value': {
    kind: 'bug',
    en: 'A value came that the program does not know.',
    es: 'Llegó un valor que el programa no conoce.',
    adviceEn: 'Please report it with what `--verbose` shows.',
    adviceEs: 'Por favor, comuníquelo con lo que muestra `--verbose`.',
  },
  'money.minor-digits': {
    kind: 'bug',
    en: 'A currency has more decimals than any real one.',
    es: 'Una moneda tiene más decimales que cualquiera real.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
  'money.nothing-to-apportion-over': {
    kind: 'bug',
    en: 'An amount was to be divided among no parts.',
    es: 'Un monto debía dividirse entre ninguna parte.',
    adviceEn: 'Please report it.',
    adviceEs: 'Por favor, comuníquelo.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

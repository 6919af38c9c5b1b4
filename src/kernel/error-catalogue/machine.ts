import type { ErrorEntry } from '../error-kinds.ts';

/** Errors of the machine, of a process and of its environment. */
export const MACHINE_ERRORS = {
  'config.environment': {
    kind: 'config',
    en: 'The environment cannot be used.',
    es: 'El entorno no se puede usar.',
    adviceEn: 'Correct the variables and files that the message names.',
    adviceEs: 'Corrija las variables y los archivos que nombra el mensaje.',
  },
  'config.env-file': {
    kind: 'config',
    en: 'The file .env cannot be read.',
    es: 'El archivo .env no se puede leer.',
    adviceEn: 'Make `.env` readable.',
    adviceEs: 'Permita que se lea `.env`.',
  },
  'process.loop-stuck': {
    kind: 'unavailable',
    en: 'This process is stuck.',
    es: 'Este proceso está detenido.',
    adviceEn:
      'Nothing needs to be done: the process recovers within two minutes, or ends and is replaced by a new one; see [A process is down](operations/process-down.md).',
    adviceEs:
      'No hay que hacer nada: el proceso se recupera en dos minutos, o termina y otro lo reemplaza; vea [Un proceso está caído](operations/process-down.md).',
  },
  'process.ending': {
    kind: 'unavailable',
    en: 'This process was asked to end. It finishes what it is at and takes nothing new.',
    es: 'Se pidió a este proceso que termine. Acaba lo que está haciendo y no toma nada nuevo.',
    adviceEn: 'Nothing needs to be done: `/readyz` gives this answer until the process has ended.',
    adviceEs: 'No hay que hacer nada: `/readyz` da esta respuesta hasta que el proceso termina.',
  },
  'export.too-slow': {
    kind: 'unavailable',
    en: 'The export took longer than half an hour, so it was ended.',
    es: 'La exportación demoró más de media hora, por lo que se detuvo.',
    adviceEn: 'Export fewer events at once, or read the file faster.',
    adviceEs: 'Exporte menos eventos a la vez, o lea el archivo más rápido.',
  },
  'export.not-written': {
    kind: 'config',
    en: 'The file of the export cannot be written.',
    es: 'El archivo de la exportación no se puede escribir.',
    adviceEn: 'Make room on the disk, or allow this user to write there.',
    adviceEs: 'Haga espacio en el disco, o permita que este usuario escriba allí.',
  },
  'machine.disk-full': {
    kind: 'config',
    en: 'The disk of the data folder is full.',
    es: 'El disco de la carpeta de datos está lleno.',
    adviceEn: 'Make room on this disk.',
    adviceEs: 'Haga espacio en ese disco.',
  },
  'machine.disk-nearly-full': {
    kind: 'config',
    en: 'The disk of the data folder is nearly full.',
    es: 'El disco de la carpeta de datos está casi lleno.',
    adviceEn: 'Make room on this disk before PostgreSQL stops.',
    adviceEs: 'Haga espacio en ese disco antes de que PostgreSQL se detenga.',
  },
  'machine.clock-skewed': {
    kind: 'config',
    en: 'The clock of this machine is wrong.',
    es: 'El reloj de esta máquina está mal.',
    adviceEn:
      'Set the clocks of all machines from the same time source (NTP); see [The clock of a machine is wrong](operations/clock-skewed.md).',
    adviceEs:
      'Haga que todas las máquinas tomen la hora de una misma fuente (NTP); vea [El reloj de una máquina está mal](operations/clock-skewed.md).',
  },
  'machine.folder-not-writable': {
    kind: 'config',
    en: 'The data folder cannot be made or written.',
    es: 'La carpeta de datos no se puede crear o escribir.',
    adviceEn: 'The message says why: give the folder to the user who runs Taquilla, or name another folder.',
    adviceEs: 'El mensaje dice por qué: dé la carpeta al usuario que ejecuta Taquilla, o indique otra.',
  },
  'machine.open-files-limit': {
    kind: 'config',
    en: 'This process may open too few files and connections.',
    es: 'Este proceso puede abrir demasiado pocos archivos y conexiones.',
    adviceEn:
      '[Raise the limit of open files](operations/process-down.md#open-files-and-memory) before you start Taquilla again.',
    adviceEs:
      '[Suba el límite de archivos abiertos](operations/process-down.md#archivos-abiertos-y-memoria) antes de iniciar Taquilla de nuevo.',
  },
  'machine.too-many-open-files': {
    kind: 'unavailable',
    en: 'This process cannot open another file or connection.',
    es: 'Este proceso no puede abrir otro archivo ni otra conexión.',
    adviceEn:
      'The process has reached its limit: [raise it](operations/process-down.md#open-files-and-memory).',
    adviceEs:
      'El proceso llegó a su límite: [súbalo](operations/process-down.md#archivos-abiertos-y-memoria).',
  },
  'machine.folder-in-use': {
    kind: 'conflict',
    en: 'Taquilla still runs on this data folder.',
    es: 'Taquilla aún usa esta carpeta de datos.',
    adviceEn: 'Stop the Taquilla that runs on this folder.',
    adviceEs: 'Detenga el proceso de Taquilla que usa esta carpeta.',
  },
  'machine.place-gone': {
    kind: 'config',
    en: 'The databases of this data folder were removed.',
    es: 'Las bases de datos de esta carpeta de datos fueron eliminadas.',
    adviceEn: 'The message says how to start over.',
    adviceEs: 'El mensaje dice cómo empezar de nuevo.',
  },
  'machine.socket-folder-taken': {
    kind: 'config',
    en: 'The folder for the socket belongs to another user.',
    es: 'La carpeta del socket pertenece a otro usuario.',
    adviceEn: 'Use a data folder with a shorter path.',
    adviceEs: 'Use una carpeta de datos con una ruta más corta.',
  },
  'machine.server-ended': {
    kind: 'unavailable',
    en: 'A private PostgreSQL or MariaDB ended while it started.',
    es: 'Un PostgreSQL o MariaDB privado terminó mientras se iniciaba.',
    adviceEn: 'Its log says why.',
    adviceEs: 'Su registro dice por qué.',
  },
  'machine.server-silent': {
    kind: 'unavailable',
    en: 'A private PostgreSQL or MariaDB did not answer in time.',
    es: 'Un PostgreSQL o MariaDB privado no respondió a tiempo.',
    adviceEn: 'Its log says why.',
    adviceEs: 'Su registro dice por qué.',
  },
  'machine.failed': {
    kind: 'unavailable',
    en: 'A private server could not be prepared.',
    es: 'No se pudo preparar un servidor privado.',
    adviceEn: 'Run the command with `--verbose` to see why.',
    adviceEs: 'Ejecute el comando con `--verbose` para ver por qué.',
  },
  'http.port-taken': {
    kind: 'config',
    en: 'Another program listens on this port.',
    es: 'Otro programa escucha en este puerto.',
    adviceEn: 'Set `PORT` (or `METRICS_PORT`) to another port.',
    adviceEs: 'Ponga otro puerto en `PORT` (o `METRICS_PORT`).',
  },
  'http.port-forbidden': {
    kind: 'config',
    en: 'This user may not listen on this port.',
    es: 'Este usuario no puede escuchar en este puerto.',
    adviceEn: 'Only root may use ports below 1024: set `PORT` to 1024 or more.',
    adviceEs: 'Solo root puede usar puertos menores que 1024: ponga en `PORT` 1024 o más.',
  },
  'http.no-such-address': {
    kind: 'config',
    en: 'The address to listen on is not an address of this machine.',
    es: 'La dirección en la que se escucha no es de esta máquina.',
    adviceEn: 'Set `HOST` to an address of this machine.',
    adviceEs: 'Ponga en `HOST` una dirección de esta máquina.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

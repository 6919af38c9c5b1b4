export interface Texts {
  readonly language: 'en' | 'es';
  readonly tagline: string;
  readonly running: string;
  readonly next: string;
}

const EN: Texts = {
  language: 'en',
  tagline: 'Your ticket sales, in step to the cent',
  running: 'The service is running.',
  next: 'The admin panel comes with a later version. Until then, everything is done on the command line:',
};

const ES: Texts = {
  language: 'es',
  tagline: 'Sus ventas de entradas, al día y al centavo',
  running: 'El servicio está en marcha.',
  next: 'El panel de administración llegará en una versión posterior. Mientras tanto, todo se hace desde la línea de comandos:',
};

/** The first language of the browser that we speak. */
export function textsFor(languages: readonly string[]): Texts {
  const first = languages
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === 'es' || tag === 'en');
  return first === 'es' ? ES : EN;
}

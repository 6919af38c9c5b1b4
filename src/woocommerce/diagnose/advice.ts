import { isNoticeCode, STORE_NOTICES } from '../../kernel/error-catalogue/store-notices.ts';
import { ERROR_CATALOGUE, isErrorCode } from '../../kernel/error-catalogue.ts';
import type { Notice } from '../../kernel/error-kinds.ts';
import { ownCommand } from '../../kernel/program/own-command.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Hop } from '../connect/connect-step.ts';
import type { DiagnosisStepName } from './diagnosis.ts';

/** The meaning of a failed step, and its remedy. */
export interface Advice {
  readonly means: string;
  readonly todo: string;
}

/** The names of the steps of a connection test. */
interface AdviceTexts {
  readonly steps: Readonly<Record<DiagnosisStepName, string>>;
  readonly hops: Readonly<Record<Hop, string>>;
  /** The advice for an error that has none of its own. */
  readonly otherwise: Advice;
}

const TEXTS: Readonly<Record<Language, AdviceTexts>> = {
  en: {
    steps: {
      name: 'name',
      tcp: 'TCP connection',
      socket: 'Unix socket',
      'ssh-hello': 'SSH greeting and host key',
      'ssh-auth': 'SSH authentication',
      forward: 'port forwarding',
      exec: 'remote client',
      'mysql-login': 'database sign-in',
      grants: 'rights',
      server: 'server and clock',
      layout: 'WooCommerce',
      events: 'events',
    },
    hops: { jump: 'jump host', ssh: 'SSH host', mysql: 'database' },
    otherwise: {
      means: 'This step failed.',
      todo: 'Look the code up in docs/errors.md, and run the test again with --verbose.',
    },
  },
  es: {
    steps: {
      name: 'nombre',
      tcp: 'conexión TCP',
      socket: 'socket Unix',
      'ssh-hello': 'conexión SSH y clave del host',
      'ssh-auth': 'autenticación SSH',
      forward: 'reenvío de puerto',
      exec: 'cliente remoto',
      'mysql-login': 'inicio de sesión en la base de datos',
      grants: 'permisos',
      server: 'servidor y reloj',
      layout: 'WooCommerce',
      events: 'eventos',
    },
    hops: { jump: 'host de salto', ssh: 'host SSH', mysql: 'base de datos' },
    otherwise: {
      means: 'Este paso falló.',
      todo: 'Busque el código en docs/es/errors.md y repita la prueba con --verbose.',
    },
  },
};

/** A sentence that only refers to another page of the documentation. */
const SEE_ALSO = / (?:See|Vea) \[[^\]]*\]\([^)]*\)(?: \([^)]*\))?\./g;
const COMMAND = /`\{taquilla\} ([^`]+)`/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;

export function adviceTexts(language: Language): AdviceTexts {
  return TEXTS[language];
}

/** What the catalogue says about an error code. */
export function adviceFor(code: string, language: Language): Advice {
  const { otherwise } = TEXTS[language];
  const entry = isErrorCode(code) ? ERROR_CATALOGUE[code] : isNoticeCode(code) ? STORE_NOTICES[code] : null;
  if (entry === null) return otherwise;
  return { means: entry[language], todo: plainAdvice(entry, language) ?? otherwise.todo };
}

/**
 * The advice about an error code as plain text, with commands as the reader must type them; null if there is
 * none.
 */
export function plainAdvice({ adviceEn, adviceEs }: Notice, language: 'en' | 'es'): string | null {
  const advice = language === 'en' ? adviceEn : adviceEs;
  if (advice === undefined) return null;
  return advice
    .replace(SEE_ALSO, '')
    .replace(COMMAND, (_, args: string) => `"${ownCommand(args)}"`)
    .replace(LINK, '$1')
    .replaceAll('`', '');
}

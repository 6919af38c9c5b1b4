import type { z } from 'zod';
import type { Language } from '../vocabulary/people.ts';
import type { BrokenRule } from './scalars.ts';

/** The faults in the fields of a request. They are not yet sentences in a language. */
type FieldFaults = Readonly<Record<string, readonly BrokenRule[]>>;

const NO_FIELD = 'non_field_errors';

/** A reply lists only the first faulty fields, so that its size does not depend on the client. */
const MOST_FIELDS = 20;
const MOST_RULES_A_FIELD = 5;
const LONGEST_FIELD = 100;

/**
 * The faults that a schema found, by the path of their field: `status_mapping.wc-foo`. The list is limited
 * whatever the request contains: it has the first fields, with each rule once.
 */
export function faultsFrom(issues: readonly z.core.$ZodIssue[], unknownRule: string): FieldFaults {
  const faults = new Map<string, BrokenRule[]>();
  for (const { path, rule } of brokenRules(issues, unknownRule)) {
    const field = path.length === 0 ? NO_FIELD : shownPath(path);
    const known = faults.get(field);
    if (known === undefined) {
      if (faults.size >= MOST_FIELDS) {
        return { ...Object.fromEntries(faults), [NO_FIELD]: [{ rule: 'more_faults', limit: MOST_FIELDS }] };
      }
      faults.set(field, [rule]);
    } else if (known.length < MOST_RULES_A_FIELD && !known.some((one) => one.rule === rule.rule)) {
      known.push(rule);
    }
  }
  return Object.fromEntries(faults);
}

/** Generated one by one, so that a reader who has enough of them causes no further work. */
function* brokenRules(
  issues: readonly z.core.$ZodIssue[],
  unknownRule: string,
): Generator<{ readonly path: readonly PropertyKey[]; readonly rule: BrokenRule }> {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) yield { path: [...issue.path, key], rule: { rule: unknownRule } };
    } else yield { path: issue.path, rule: ruleOf(issue) };
  }
}

/** Names of unknown fields come from the client and have any length. */
function shownPath(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => String(part).slice(0, LONGEST_FIELD).toWellFormed());
  return parts.join('.').slice(0, LONGEST_FIELD).toWellFormed();
}

function ruleOf(issue: z.core.$ZodIssue): BrokenRule {
  if (issue.input === undefined && issue.code !== 'custom') return { rule: 'required' };
  if (issue.input === null) return { rule: 'null' };
  switch (issue.code) {
    case 'invalid_type':
      return { rule: KNOWN_TYPES.has(issue.expected) ? issue.expected : 'invalid' };
    case 'too_small':
      if (issue.origin === 'string')
        return { rule: issue.minimum === 1 ? 'blank' : 'min_length', limit: Number(issue.minimum) };
      return { rule: issue.origin === 'array' ? 'min_items' : 'min_value', limit: Number(issue.minimum) };
    case 'too_big':
      if (issue.origin === 'string') return { rule: 'max_length', limit: Number(issue.maximum) };
      return { rule: issue.origin === 'array' ? 'max_items' : 'max_value', limit: Number(issue.maximum) };
    case 'invalid_value':
      return { rule: 'choice', limit: issue.values.map(String).join(', ') };
    case 'invalid_format':
      return {
        rule:
          issue.format === 'email' || issue.format === 'uuid' || issue.format === 'url'
            ? issue.format
            : 'invalid',
      };
    case 'invalid_union':
      return { rule: 'number' };
    case 'custom':
      return (issue.params as BrokenRule | undefined) ?? { rule: 'invalid' };
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return { rule: 'invalid' };
    default:
      issue satisfies never;
      return { rule: 'invalid' };
  }
}

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'int',
  'boolean',
  'array',
  'object',
  'record',
]);

/** `$` is replaced by the limit. Where Django REST framework has the same rule, the English sentence is its own. */
const TEXTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  required: { en: 'This field is required.', es: 'Este campo es obligatorio.' },
  null: { en: 'This field may not be null.', es: 'Este campo no puede ser nulo.' },
  blank: { en: 'This field may not be blank.', es: 'Este campo no puede estar en blanco.' },
  invalid: { en: 'Not a valid value.', es: 'No es un valor válido.' },
  string: { en: 'Not a valid string.', es: 'No es una cadena válida.' },
  number: { en: 'A valid number is required.', es: 'Se requiere un número válido.' },
  int: { en: 'A valid integer is required.', es: 'Se requiere un número entero válido.' },
  boolean: { en: 'Must be a valid boolean.', es: 'Debe ser un booleano válido.' },
  array: { en: 'Expected a list of items.', es: 'Se esperaba una lista de elementos.' },
  object: { en: 'Expected an object.', es: 'Se esperaba un objeto.' },
  record: { en: 'Expected an object.', es: 'Se esperaba un objeto.' },
  choice: { en: 'Not a valid choice. Choose of: $.', es: 'No es una opción válida. Elija de: $.' },
  min_length: {
    en: 'Ensure this field has at least $ characters.',
    es: 'Asegúrese de que este campo tenga al menos $ caracteres.',
  },
  max_length: {
    en: 'Ensure this field has no more than $ characters.',
    es: 'Asegúrese de que este campo no tenga más de $ caracteres.',
  },
  min_items: {
    en: 'Ensure this field has at least $ elements.',
    es: 'Asegúrese de que este campo tenga al menos $ elementos.',
  },
  max_items: {
    en: 'Ensure this field has no more than $ elements.',
    es: 'Asegúrese de que este campo no tenga más de $ elementos.',
  },
  min_value: {
    en: 'Ensure this value is greater than or equal to $.',
    es: 'Asegúrese de que este valor sea mayor o igual a $.',
  },
  max_value: {
    en: 'Ensure this value is less than or equal to $.',
    es: 'Asegúrese de que este valor sea menor o igual a $.',
  },
  decimal_places: {
    en: 'Ensure that there are no more than $ decimal places.',
    es: 'Asegúrese de que no haya más de $ decimales.',
  },
  email: { en: 'Enter a valid email address.', es: 'Ingrese una dirección de correo electrónico válida.' },
  uuid: { en: 'Must be a valid UUID.', es: 'Debe ser un UUID válido.' },
  url: { en: 'Enter a valid URL.', es: 'Introduzca una URL válida.' },
  datetime: {
    en: 'Datetime has wrong format. Use YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
    es: 'La fecha y hora tiene un formato incorrecto. Use YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
  },
  timezone: {
    en: 'Not a time zone. Use an IANA name like America/Santiago.',
    es: 'No es una zona horaria. Use un nombre IANA como America/Santiago.',
  },
  characters: {
    en: 'This field has characters that cannot be stored.',
    es: 'Este campo tiene caracteres que no se pueden guardar.',
  },
  one_line: {
    en: 'Write this on one line, without control characters.',
    es: 'Escriba esto en una sola línea, sin caracteres de control.',
  },
  read_only: { en: 'This field cannot be changed here.', es: 'Este campo no se puede modificar aquí.' },
  given_too: {
    en: 'Change $, or take it back: not both.',
    es: 'Modifique $ o recupere su valor de la tienda: no ambas cosas.',
  },
  no_store_value: { en: 'The store has no value for $.', es: 'La tienda no tiene un valor para $.' },
  no_such_answer: {
    en: 'The ticket has no answer, and its form no question, with one of these keys.',
    es: 'Ni las respuestas de la entrada ni las preguntas de su formulario tienen alguna de estas claves.',
  },
  unknown_field: { en: 'There is no such field.', es: 'Este campo no existe.' },
  unknown_parameter: { en: 'There is no such parameter.', es: 'Este parámetro no existe.' },
  more_faults: {
    en: 'There are more faults: these are the first $ fields.',
    es: 'Hay más errores: estos son los primeros $ campos.',
  },
  form: {
    en: 'The form is not valid: send at most 1,000 fields, in UTF-8 with percent signs.',
    es: 'El formulario no es válido: envíe como máximo 1.000 campos, en UTF-8 y con signos de porcentaje.',
  },
  not_with_pages: {
    en: 'Name a part of the list by page and page_size, or by limit and offset: not both.',
    es: 'Indique la parte de la lista con page y page_size o con limit y offset: no ambas cosas.',
  },
  too_many_parameters: {
    en: 'There are more than $ parameters.',
    es: 'Hay más de $ parámetros.',
  },
  end_before_start: { en: 'The end is before the start.', es: 'El fin es anterior al inicio.' },
  no_such_object: {
    en: 'Invalid pk: object does not exist.',
    es: 'Clave primaria no válida: el objeto no existe.',
  },
  not_with_orders: {
    en: 'Named orders have no depth: leave one of the two out.',
    es: 'Los pedidos indicados no tienen profundidad: omita uno de los dos.',
  },
  fixed: {
    en: 'This can no longer be changed: delete the configuration and create another one.',
    es: 'Esto ya no se puede cambiar: elimine la configuración y cree otra.',
  },
  unique: {
    en: 'The fields product, organizer and credentials must make a unique set.',
    es: 'Los campos producto, organizador y credenciales deben formar un conjunto único.',
  },
  taken: { en: 'This is taken already.', es: 'Esto ya está en uso.' },
  no_such_product: { en: 'The store has no such product.', es: 'La tienda no tiene ese producto.' },
  lacks_first: {
    en: 'The products must include {limit}, the first product of the event.',
    es: 'Los productos deben incluir {limit}, el primero del evento.',
  },
  variation_alone: {
    en: 'An event of one variation cannot have further products.',
    es: 'Un evento de una sola variación no puede tener más productos.',
  },
  variation_and_product: {
    en: 'A product and one of its variations cannot both be configured for one organizer.',
    es: 'Un producto y una de sus variaciones no pueden configurarse a la vez para un organizador.',
  },
  no_default_credentials: {
    en: 'There is no default set of credentials: name one.',
    es: 'No hay credenciales predeterminadas: indique unas.',
  },
  inactive_credentials: {
    en: 'This set of credentials is deactivated.',
    es: 'Estas credenciales están desactivadas.',
  },
  weak_password: {
    en: 'This password is too easy to guess. $',
    es: 'Esta contraseña es demasiado fácil de adivinar.',
  },
  wrong_code: {
    en: 'The code is not right, or it was used already.',
    es: 'El código no es correcto o ya se usó.',
  },
  wrong_password: { en: 'This is not your password.', es: 'No es su contraseña.' },
  above_own_role: {
    en: 'A token cannot have a higher role than its owner.',
    es: 'Un token no puede tener un rol superior al de su dueño.',
  },
  in_the_past: { en: 'This time is in the past.', es: 'Esta fecha ya pasó.' },
  no_such_token: {
    en: 'You have no such token: $.',
    es: 'Usted no tiene ese token: $.',
  },
  host_alone: {
    en: 'Enter the host name or IP address alone: user and port have fields of their own.',
    es: 'Escriba solo el nombre del host o su dirección IP: el usuario y el puerto tienen sus propios campos.',
  },
  socket_path: {
    en: 'The socket must be an absolute path of at most 107 bytes.',
    es: 'El socket debe ser una ruta absoluta de 107 bytes como máximo.',
  },
  other_socket: {
    en: 'The socket in it differs from the separate one.',
    es: 'El socket que contiene no es el que se da por separado.',
  },
  socket_and_host: {
    en: 'A socket and a host exclude each other. A socket belongs to localhost alone: give either the socket or host and port.',
    es: 'Un socket y un host se excluyen. Un socket solo sirve con localhost: indique el socket o bien host y puerto.',
  },
  socket_and_port: {
    en: 'A socket and a port exclude each other: give either the socket or host and port.',
    es: 'Un socket y un puerto se excluyen: indique el socket o bien host y puerto.',
  },
  other_port: {
    en: 'The port in it differs from the separate one.',
    es: 'El puerto que contiene no es el que se da por separado.',
  },
  last_superuser: { en: 'This is the last superuser.', es: 'Es el último superusuario.' },
};

export function sayFault({ rule, limit }: BrokenRule, language: Language): string {
  const text = TEXTS[rule] ?? TEXTS['invalid'];
  return (text?.[language] ?? '').replace('$', () => String(limit ?? '')).trim();
}

import { describe, expect, it } from 'vitest';
import { RowNotes } from '../../values/row-notes.ts';
import { labelsOf } from '../labels.ts';
import { readAnswers, readForm } from './attendee-form.ts';

const KEY = 'abcdefghijklmnopqrst';
const JSON_FORM = JSON.stringify({
  [KEY]: {
    [`${KEY}_label`]: 'Shirt &amp; size',
    [`${KEY}_type`]: 'select',
    [`${KEY}_options`]: 'S|M|L',
    [`${KEY}_req`]: 'true',
  },
  '1_option': {
    '1_option_label': 'ID',
    '1_option_type': 'text',
    '1_option_options': '',
    '1_option_req': 'false',
  },
});

describe('an attendee form', () => {
  it('is read field by field, in order', () => {
    expect(readForm(JSON_FORM)).toEqual({
      fields: [
        {
          key: KEY,
          label: 'Shirt & size',
          type: 'select',
          required: true,
          options: ['S', 'M', 'L'],
          position: 0,
        },
        { key: '1_option', label: 'ID', type: 'text', required: false, options: [], position: 1 },
      ],
    });
  });

  it('of an old version names the parts of a field by a number', () => {
    const old = {
      '1_option': { '1_label': 'Talla de polera', '1_type': 'select', '1_options': 'S|M', '1_req': 'true' },
      // The second field was deleted, and the plugin counted again.
      '3_option': { '2_label': 'RUT', '2_type': 'text', '2_options': '', '2_req': 'false' },
    };
    expect(readForm(JSON.stringify(old))).toEqual({
      fields: [
        {
          key: '1_option',
          label: 'Talla de polera',
          type: 'select',
          required: true,
          options: ['S', 'M'],
          position: 0,
        },
        { key: '3_option', label: 'RUT', type: 'text', required: false, options: [], position: 1 },
      ],
    });
  });

  it.each([[undefined], [''], ['{"broken'], ['[]'], ['null'], ['{}'], ['{"a":1}']])('%j is none', (json) => {
    expect(readForm(json)).toBeNull();
  });
});

describe('the answers of a ticket', () => {
  const labels = labelsOf(readForm(JSON_FORM));

  it('are labelled by the form, or by their own name from an import, else not at all', () => {
    const metas = new Map([
      ['WooCommerceEventsStatus', 'Checked In'],
      [`fooevents_custom_${KEY}`, 'M'],
      ['fooevents_custom_1_option', ''],
      ['fooevents_custom_Talla_de_polera', 'L'],
      ['fooevents_custom_zyxwvutsrqponmlkjihg', '&lt;3'],
      ['fooevents_custom_9_option', 'x'],
      ['WooCommerceEvents-meta-Came_from', 'list'],
    ]);
    const notes = new RowNotes({ kind: 'ticket', wooId: 7, wooOrderId: null });
    expect(readAnswers(metas, labels, notes)).toEqual([
      { key: `fooevents_custom_${KEY}`, label: 'Shirt & size', value: 'M' },
      { key: 'fooevents_custom_1_option', label: 'ID', value: '' },
      { key: 'fooevents_custom_Talla_de_polera', label: 'Talla de polera', value: 'L' },
      { key: 'fooevents_custom_zyxwvutsrqponmlkjihg', label: null, value: '<3' },
      { key: 'fooevents_custom_9_option', label: null, value: 'x' },
      { key: 'WooCommerceEvents-meta-Came_from', label: 'Came from', value: 'list' },
    ]);
  });

  it.each([
    ['fooevents_custom_option_1', 'Talla de polera'],
    ['fooevents_custom_1_option', 'Talla de polera'],
    ['fooevents_custom_talla_de_polera', 'Talla de polera'],
    ['fooevents_custom_Talla_de_Polera', 'Talla de polera'],
    ['fooevents_custom_cual_es_tu_rut', '¿Cuál es tu RUT?'],
    ['fooevents_custom_¿Cuál_es_tu_RUT', '¿Cuál es tu RUT?'],
    // Two fields of the form have these letters.
    ['fooevents_custom_notas', 'notas'],
    // The form has no third field any more: the store shows the name as well.
    ['fooevents_custom_option_3', 'option 3'],
    // Not an answer to the form.
    ['WooCommerceEvents-meta-talla_de_polera', 'talla de polera'],
  ])('%s has the label that the form gives it: %s', (key, label) => {
    const labelled = new Map([
      ['1_option', 'Talla de polera'],
      ['2_option', '¿Cuál es tu RUT?'],
      ['4_option', 'Notas'],
      ['5_option', '¡Notas!'],
    ]);
    const notes = new RowNotes({ kind: 'ticket', wooId: 7, wooOrderId: null });
    expect(readAnswers([[key, 'L']], labelled, notes)).toEqual([{ key, label, value: 'L' }]);
  });
});

import { expect, test } from 'vitest';
import { differingAnswers } from './differing-answers.ts';

const answer = (key: string, value: string) => ({ key, label: null, value });

test('of the answers of a form, only those that differ are shown, on both sides', () => {
  const edit = {
    field: 'form_data',
    ours: [answer('size', 'L'), answer('food', 'vegan'), answer('new', 'x')],
    store: [answer('size', 'M'), answer('food', 'vegan')],
  };
  expect(differingAnswers(edit)).toEqual({
    ours: [answer('size', 'L'), answer('new', 'x')],
    store: [answer('size', 'M')],
  });
});

test('masked answers are shown unchanged: all look alike, and one of them differs', () => {
  const masked = [answer('size', '***')];
  expect(differingAnswers({ field: 'form_data', ours: masked, store: masked })).toEqual({
    ours: masked,
    store: masked,
  });
});

test('any other field is shown unchanged', () => {
  expect(differingAnswers({ field: 'venue', ours: 'Here', store: null })).toEqual({
    ours: 'Here',
    store: null,
  });
});

import { useNotify, useTranslate } from 'react-admin';
import { ApiError } from '../../api-error.ts';

/** For a form: what the server found wrong goes to its fields, and is told when it belongs to none. */
export function useSubmit<Values>(
  work: (values: Values) => Promise<unknown>,
): (values: Values) => Promise<unknown> {
  const notify = useNotify();
  const translate = useTranslate();
  return async (values) => {
    try {
      await work(values);
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { errors } = error.body;
      notify(
        translate(errors === undefined ? error.message : 'ra.message.invalid_form', { _: error.message }),
        {
          type: 'error',
        },
      );
      return errors ?? { root: { serverError: error.message } };
    }
  };
}

import { useNotify, useTranslate } from 'react-admin';
import { ApiError } from '../../api-error.ts';

/** Sends a form. The server's errors appear at their fields, or as a message if they belong to no field. */
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

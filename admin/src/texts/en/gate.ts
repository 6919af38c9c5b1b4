/** What is said before somebody is signed in; loaded with the page itself. */
export const gate = {
  title: 'Sign in',
  tagline: 'Your ticket sales, in step to the cent',
  email: 'E-mail',
  password: 'Password',
  show_password: 'Show the password',
  hide_password: 'Hide the password',
  submit: 'Sign in',
  submitting: 'One moment …',
  expired: 'Your session is over. Sign in again: you will be back where you were.',
  unreachable: 'The server could not be reached. Check your connection and try again.',
  retry: 'Try again',
  loading: 'Loading Taquilla',
  language: 'Language',
  promise_1: 'Every order, ticket and refund of WooCommerce, in your backend',
  promise_2: 'Proved against the store after each sync',
  promise_3: 'What differs is shown first, never hidden',
};

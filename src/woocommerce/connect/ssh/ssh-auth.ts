import type { AnyAuthMethod, ParsedKey } from 'ssh2';
import type { SshHop } from './ssh-connection.ts';

/**
 * The sign-in methods in order: the key, the password, and the password again if the host asks for it in a
 * dialogue. A prompt that shows its input asks for something else and gets no answer.
 */
export function authMethods(ssh: SshHop, key: ParsedKey | null): AnyAuthMethod[] {
  const { username } = ssh;
  const methods: AnyAuthMethod[] = [];
  if (key !== null) methods.push({ type: 'publickey', username, key });
  if (ssh.password !== null) {
    const password = ssh.password.reveal();
    methods.push({ type: 'password', username, password });
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) =>
        finish(prompts.map(({ echo }) => (echo === true ? '' : password))),
    });
  }
  return methods.length > 0 ? methods : [{ type: 'none', username }];
}

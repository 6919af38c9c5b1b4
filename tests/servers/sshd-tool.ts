import type { Tool } from '../../src/demo/servers/tool.ts';

export const NSS_WRAPPER = 'libnss_wrapper.so';

/** The SSH server, and the library that gives it a user who does not exist on this machine. */
export const SSHD_TOOL: Tool<'server'> = {
  name: 'openssh-server',
  title: 'OpenSSH server',
  programs: {
    server: {
      names: ['sshd'],
      trial: {
        args: ['-V'],
        // versions before 9.3 lack this option, and name their version in the error
        exitCodes: [0, 1],
        answer: /OpenSSH_(\d+)\.(\d+)/,
        // the first with SetEnv
        oldest: [7, 8],
      },
    },
  },
  libraries: [NSS_WRAPPER],
  debian: { packages: ['openssh-server', 'libnss-wrapper'], folders: ['usr/sbin'] },
  install: {
    debian: 'sudo apt-get install openssh-server libnss-wrapper',
    fedora: 'sudo dnf install openssh-server nss_wrapper-libs',
    macos: 'none of its own: run the tests on Linux, in a container for instance',
  },
};

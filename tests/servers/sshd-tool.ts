import type { Tool } from '../../src/demo/servers/tool.ts';

export const NSS_WRAPPER = 'libnss_wrapper.so';

/** The SSH server, and the library that lets it know a user whom this machine does not. */
export const SSHD_TOOL: Tool<'server'> = {
  name: 'openssh-server',
  title: 'OpenSSH server',
  programs: {
    server: {
      names: ['sshd'],
      trial: {
        args: ['-V'],
        // those before 9.3 know no such option, and name their version with the complaint
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

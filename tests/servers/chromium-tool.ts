import type { Tool } from '../../src/demo/servers/tool.ts';

/**
 * The browser that the browser tests drive. Fonts are listed separately, because the linker does not know of them.
 */
export const CHROMIUM_TOOL: Tool<'browser'> = {
  name: 'chromium',
  title: 'Chromium',
  programs: {
    browser: {
      names: ['chromium', 'chromium-browser', 'google-chrome', 'Google Chrome', 'Chromium'],
      // Ubuntu's chromium-browser only prints that a snap is needed; the panel is built for 111 and newer
      trial: { args: ['--version'], answer: /(\d+)\.(\d+)\.\d+/, oldest: [111, 0] },
    },
  },
  debian: {
    packages: ['chromium', 'chromium-common', 'fonts-dejavu-core'],
    folders: ['usr/lib/chromium'],
  },
  install: {
    debian: 'sudo apt-get install chromium',
    fedora: 'sudo dnf install chromium',
    macos: 'brew install --cask chromium',
  },
};

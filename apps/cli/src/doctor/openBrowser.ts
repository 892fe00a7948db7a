import { spawn } from 'node:child_process';
import type { CommandTerminal } from '@oidc-admin/client/terminal';

/** The program of each system that opens an address with whatever its user has chosen for that; no shell reads the address. */
const programs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** What a browser needs of the environment. All else stays here: passwords are in it. */
const needed =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|BROWSER|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|SYSTEMROOT|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAM\w*|TEMP|TMP)$/i;

/** Tries to open an address in a browser. It was printed before: where there is no browser, that is enough. */
export function openBrowser(url: string, { stderr, environment }: CommandTerminal): void {
  const [program, ...first] = programs[process.platform] ?? ['xdg-open'];
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => needed.test(name)));
  const child = spawn(program, [...first, url], { detached: true, stdio: 'ignore', env });
  child.on('error', () => stderr.write('note: no browser could be opened\n'));
  child.unref();
}

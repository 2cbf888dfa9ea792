import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const run = promisify(execFile);

/** Where a chromium is, or why there is none. */
export type FoundChromium = { readonly path: string } | { readonly reason: string };

/**
 * Finds the chromium for the browser suite: the one that `CHROMIUM_PATH` names, one of the system, or, for root on Debian
 * and Ubuntu, the one that `scripts/install-chromium.sh` installs.
 */
export async function findChromium(): Promise<FoundChromium> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') {
    return (await isBrowser(CHROMIUM_PATH))
      ? { path: CHROMIUM_PATH }
      : { reason: 'CHROMIUM_PATH names no browser that runs' };
  }
  const there = await installedChromium();
  if (there !== undefined) return { path: there };
  if (process.getuid?.() !== 0) return { reason: 'no chromium is installed, and only root can install one' };
  try {
    await run('apt-get', ['--version']);
  } catch {
    return { reason: 'no chromium is installed, and there is no apt-get to install one' };
  }
  try {
    await run('sh', ['scripts/install-chromium.sh']);
  } catch {
    return { reason: 'no chromium is installed, and scripts/install-chromium.sh failed' };
  }
  const path = await installedChromium();
  return path === undefined ? { reason: 'the chromium that was installed does not run' } : { path };
}

/** As users of containers have it: without a screen, and without a sandbox, which root cannot have. */
export function openBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

async function installedChromium(): Promise<string | undefined> {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const path = await pathOf(name);
    if (path !== undefined && (await isBrowser(path))) return path;
  }
  return undefined;
}

async function pathOf(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('which', [name]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/** Ubuntu has a `chromium` that only asks for a snap: a path alone says nothing. */
async function isBrowser(path: string): Promise<boolean> {
  try {
    await run(path, ['--version']);
    return true;
  } catch {
    return false;
  }
}

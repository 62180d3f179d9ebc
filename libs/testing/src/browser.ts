import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser on this machine: `CHROMIUM_PATH` where that is given, else where distributions install it. */
export function findBrowser(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  return (given ? [given] : PLACES).find((path) => existsSync(path));
}

/** Starts the browser; closed by its caller. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  // Loaded here, so that only tests of pages pay for it.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: FLAGS });
}

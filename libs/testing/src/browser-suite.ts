import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import { findBrowser, launchBrowser } from './browser.ts';
import { timeScale } from './time-scale.ts';

/** Widths that pages are looked at in, for `describe.each`. */
export const pageWidths = [
  ['desktop', { viewport: { width: 1_280, height: 900 } }],
  ['phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
] as const satisfies readonly (readonly [string, BrowserContextOptions])[];

/** How far the page that is read reaches over its width, in pixels: an expression to evaluate in it. */
export const HIDDEN_WIDTH = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/**
 * A suite of tests in a browser, which `tests` get at by a function. Skipped, with a line that says so, where
 * there is none; in CI it must run.
 */
export function inBrowser(what: string, tests: (browser: () => Browser) => void): void {
  const path = findBrowser();
  const mustRun = process.env.CI === 'true';
  if (path === undefined && !mustRun) {
    process.stderr.write(`SKIPPED ${what}: no chromium found, set CHROMIUM_PATH\n`);
  }
  const suite = path === undefined && !mustRun ? describe.skip : describe;
  suite(what, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (path === undefined)
        throw new Error('no chromium found, and in CI this suite must run: set CHROMIUM_PATH');
      browser = await launchBrowser(path);
    });
    afterAll(() => browser?.close());
    tests(() => {
      if (browser === undefined) throw new Error('the browser opens before the first test');
      return browser;
    });
  });
}

/** What the browser complains of in a tab from now on: what its console says, and errors. */
export function complaintsOf(tab: Tab): string[] {
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/**
 * Opens an address in a tab of its own and gives it to `check` with what the browser complained of meanwhile, answers
 * that refuse and requests to any other origin among it.
 */
export async function openedTab(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  check: (tab: Tab, complaints: string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000 * timeScale());
  try {
    const tab = await context.newPage();
    const complaints = complaintsOf(tab);
    const { origin } = new URL(url);
    tab.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    tab.on('request', (request) => {
      if (!request.url().startsWith(origin)) complaints.push(`asked elsewhere: ${request.url()}`);
    });
    await tab.goto(url);
    await tab.evaluate('document.fonts.ready.then(() => true)');
    await check(tab, complaints);
  } finally {
    await context.close();
  }
}

/** Expects that axe finds nothing in the tab; elements that `leftOut` selects aside. */
export async function expectAccessible(tab: Tab, leftOut?: string): Promise<void> {
  // Loaded here, so that only tests of pages pay for it.
  const { AxeBuilder } = await import('@axe-core/playwright');
  const axe = new AxeBuilder({ page: tab });
  const { violations } = await (leftOut === undefined ? axe : axe.exclude(leftOut)).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.target) }))).toEqual([]);
}

import type { Page as Tab } from 'playwright-core';
import { codeTo } from '../sign-in-scene.ts';

export interface PersonInBrowser {
  tab: Tab;
  email: string;
  /** Where emails are read. */
  mailboxUrl: string;
  suiteUrl: string;
}

const MOST_PAGES = 14;
/** The suite's page sends on what came with the address. */
const SENDS_ON_MS = 700;

/** Goes to an address and does what the platform's pages ask, until the suite's own page is shown, or one without a way on. */
export function visitsAs({ tab, email, mailboxUrl, suiteUrl }: PersonInBrowser) {
  let codes = 0;

  async function press(form: string): Promise<void> {
    const away = tab.waitForNavigation().catch(() => {});
    await tab.locator(`${form} button`).first().click();
    await away;
  }

  async function goOn(): Promise<boolean> {
    const has = async (place: string) => (await tab.locator(place).count()) > 0;
    if (await has('input[name=code]')) {
      await tab.fill('input[name=code]', await codeTo(mailboxUrl, email, ++codes));
      await press('form[action$="/code"]');
    } else if (await has('input[type=email]')) {
      await tab.fill('input[type=email]', email);
      await press('form[action$="/address"]');
    } else if (await has('form[action="/oidc/end-session"]')) await press('form[action="/oidc/end-session"]');
    else return false;
    return true;
  }

  return async function visit(address: string): Promise<string | undefined> {
    await tab.goto(address);
    for (let page = 0; page < MOST_PAGES; page++) {
      if (tab.url().startsWith(suiteUrl)) {
        await tab.waitForTimeout(SENDS_ON_MS);
        return undefined;
      }
      if (!(await goOn())) return (await tab.locator('h1').first().textContent())?.trim();
    }
    throw new Error(`no end after ${MOST_PAGES} pages: ${tab.url()}`);
  };
}

import { eventually, formsOf, type SeenPage, textOf } from '@gatehouse/testing';
import { mailboxOf } from './scene.ts';
import { REDIRECT, type SignInVisitor } from './sign-in-scene.ts';

export interface SigningIn {
  person: SignInVisitor;
  email: string;
  /** Where the platform's emails are read. */
  mailboxUrl: string;
  /** Once it is aborted nothing more is done: another attempt goes on in the same browser. */
  signal?: AbortSignal;
}

const CODE = /^\s*(\d{4} \d{4})\s*$/m;
const MOST_PAGES = 30;

/** The newest code that was not refused yet. */
function newestCode({ mailboxUrl, email }: SigningIn, refused: ReadonlySet<string>): Promise<string> {
  return eventually(async () => {
    const codes = (await mailboxOf(mailboxUrl, email)).flatMap(({ text }) => CODE.exec(text)?.[1] ?? []);
    const code = codes.at(-1);
    if (code === undefined || refused.has(code)) throw new Error(`no new code came to ${email}`);
    return code;
  });
}

/**
 * Does what each page asks, as somebody who wants to get to the service: gives address, code and names, waits, and begins again
 * where a page says that the sign-in is over. Gives what the service's redirect URI is given. No page may be a failure.
 */
export async function signInBy(signingIn: SigningIn, page?: SeenPage): Promise<Record<string, string>> {
  const { person, email } = signingIn;
  const refused = new Set<string>();
  let seen = page ?? (await person.begin());
  for (let count = 0; count < MOST_PAGES; count++) {
    signingIn.signal?.throwIfAborted();
    seen = await person.follow(seen);
    const { status, location } = seen;
    if (location?.startsWith(REDIRECT)) return Object.fromEntries(new URL(location).searchParams);
    if (status >= 500) throw new Error(`a page that fails: ${status} ${textOf(seen)}`);
    const actions = formsOf(seen).map(({ action }) => action.split('?')[0]?.split('/').at(-1));
    if (status === 410 || status === 400) seen = await person.begin();
    else if (actions.includes('names'))
      seen = await person.submit(seen, '/names', { givenName: 'Ann', familyName: 'Lee' });
    else if (actions.includes('code')) {
      const code = actions.includes('again') ? await newestCode(signingIn, refused) : '';
      signingIn.signal?.throwIfAborted();
      seen = await person.submit(seen, '/code', { code });
      if (seen.status === 422) refused.add(code);
    } else if (actions.includes('address')) seen = await person.submit(seen, '/address', { email });
    else if (seen.html.includes('data-look-again-seconds')) seen = await waited(person, seen);
    else throw new Error(`a page without a way on: ${status} ${textOf(seen)}`);
  }
  throw new Error(`no end after ${MOST_PAGES} pages: ${textOf(seen)}`);
}

/** What the page that waits looks for. */
function waited(person: SignInVisitor, { html }: SeenPage): Promise<SeenPage> {
  const href = /href="(\/sign-in\/[^"]+\/wait[^"]*)"/.exec(html)?.[1] ?? '';
  return eventually(async () => {
    const looked = await person.open(href);
    if (looked.status === 200 && looked.html.includes('data-look-again-seconds')) throw new Error('it waits');
    return looked;
  });
}

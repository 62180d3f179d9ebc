import { type ChallengeState, CLIENT_ADDRESS_HEADER, messageContext } from '@gatehouse/contracts';
import { emailIn } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { challengesCollection } from '../challenges/challenges.store.ts';
import { createBrowser } from './browser.ts';
import { authorizeUrl, type OidcScene } from './oidc-scene.ts';

/** A page as it came. */
export interface SeenPage {
  status: number;
  headers: Headers;
  html: string;
  location: string | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) => ENTITIES[name] ?? '');
}

/** What a person reads on a page: its text, in one line. */
export function textOf({ html }: SeenPage): string {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return plain(main.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The forms of a page: where each is sent, and its hidden fields. */
export function formsOf({ html }: SeenPage): { action: string; fields: Record<string, string> }[] {
  return [...html.matchAll(/<form action="([^"]*)" method="post"[\s\S]*?<\/form>/g)].map(
    ([markup, action = '']) => ({
      action: plain(action),
      fields: Object.fromEntries(
        [...markup.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
          ([, name = '', value = '']) => [name, plain(value)],
        ),
      ),
    }),
  );
}

/** A person in a browser of their own, at an address of the network. */
export function createPerson(scene: OidcScene, address = '192.0.2.1') {
  const browser = createBrowser(scene);

  async function seen(answer: Response): Promise<SeenPage> {
    const { status, headers } = answer;
    return { status, headers, html: await answer.text(), location: headers.get('location') ?? undefined };
  }

  async function open(path: string): Promise<SeenPage> {
    return seen(await browser.visit(path, { headers: { [CLIENT_ADDRESS_HEADER]: address } }));
  }

  /** Follows redirects, as far as they stay on the platform. */
  async function follow(page: SeenPage): Promise<SeenPage> {
    let last = page;
    while (last.status === 303 && last.location !== undefined) {
      const { origin } = new URL(last.location, scene.publicUrl);
      if (origin !== new URL(scene.publicUrl).origin) return last;
      last = await open(last.location);
    }
    return last;
  }

  async function post(action: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(form);
    const sent = { ...{ [CLIENT_ADDRESS_HEADER]: address }, ...headers };
    return seen(await browser.visit(action, { method: 'POST', body, headers: sent }));
  }

  /** Sends the form of a page whose address ends so; what comes back is not followed. */
  async function submit(page: SeenPage, step: string, fields: Record<string, string> = {}, headers = {}) {
    const form = formsOf(page).find(({ action }) => action.split('?')[0]?.endsWith(step));
    if (form === undefined) throw new Error(`no form to ${step} on: ${textOf(page)}`);
    return post(form.action, { ...form.fields, ...fields }, headers);
  }

  return {
    ...{ browser, open, follow, post, submit },
    /** Begins to sign in: the first page. */
    begin: async (more: Record<string, string | undefined> = {}, clientId = scene.clientId) =>
      follow(await open(authorizeUrl(clientId, more))),
    /** Gives an address on the page for it: the next page. */
    giveAddress: async (page: SeenPage, email: string) => follow(await submit(page, '/address', { email })),
    /** Gives a code: what comes back. */
    giveCode: (page: SeenPage, code: string) => submit(page, '/code', { code }),
  };
}

export type Person = ReturnType<typeof createPerson>;

/** The challenges of an address as they are stored, the newest first. */
export async function challengesOf({ store }: Pick<OidcScene, 'store'>, email: string) {
  return store.collection(challengesCollection).find({
    where: { emailKey: email.toLowerCase() },
    sort: [['state.createdAt', -1]],
    limit: 100,
  });
}

/** The email that is decided for an address, once it is; `code` where it has one. */
export function emailTo(scene: Pick<OidcScene, 'store' | 'sealer'>, email: string, generation = 1) {
  return eventually(async () => {
    const [newest] = await challengesOf(scene, email);
    const state = newest?.state as ChallengeState;
    const message = state && emailIn(state as never);
    if (message === undefined || message.generation !== generation) throw new Error('no email yet');
    const { id, template, sealed, data } = message;
    const code =
      sealed && (JSON.parse(scene.sealer.open(sealed, messageContext(id))) as { code: string }).code;
    return { id, template, code: code ?? '', data };
  });
}

import { createBrowser, type Visited } from './cookie-browser.ts';

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

/** Somebody in a browser of their own. `headers`: sent with every request. */
export function createVisitor(visited: Visited, always: Record<string, string> = {}) {
  const browser = createBrowser(visited);

  async function seen(answer: Response): Promise<SeenPage> {
    const { status, headers } = answer;
    return { status, headers, html: await answer.text(), location: headers.get('location') ?? undefined };
  }

  async function open(path: string): Promise<SeenPage> {
    return seen(await browser.visit(path, { headers: always }));
  }

  /** Follows redirects, as far as they stay on the platform. */
  async function follow(page: SeenPage): Promise<SeenPage> {
    let last = page;
    while (last.status === 303 && last.location !== undefined) {
      const { origin } = new URL(last.location, visited.publicUrl);
      if (origin !== new URL(visited.publicUrl).origin) return last;
      last = await open(last.location);
    }
    return last;
  }

  async function post(action: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(form);
    return seen(await browser.visit(action, { method: 'POST', body, headers: { ...always, ...headers } }));
  }

  /** Sends the form of a page whose address ends so; what comes back is not followed. */
  async function submit(page: SeenPage, step: string, fields: Record<string, string> = {}, headers = {}) {
    const form = formsOf(page).find(({ action }) => action.split('?')[0]?.endsWith(step));
    if (form === undefined) throw new Error(`no form to ${step} on: ${textOf(page)}`);
    return post(form.action, { ...form.fields, ...fields }, headers);
  }

  return { browser, open, follow, post, submit };
}

export type Visitor = ReturnType<typeof createVisitor>;

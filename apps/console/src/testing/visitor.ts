import { ASKED_HOST_HEADER, CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { CREDENTIAL_HEADER, type Credentials } from '@gatehouse/http';

/** A page as it came. */
export interface SeenPage {
  status: number;
  headers: Headers;
  html: string;
  location: string | undefined;
}

const HIDDEN = /<input type="hidden" name="([^"]*)" value="([^"]*)">/g;
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

/** The hidden fields of the form that a page sends to `action`. */
export function hiddenFields({ html }: SeenPage, action: string): Record<string, string> {
  const from = html.indexOf(`<form action="${action.replaceAll('&', '&amp;')}" method="post"`);
  if (from === -1) throw new Error(`no form to ${action}`);
  const markup = html.slice(from, html.indexOf('</form>', from));
  return Object.fromEntries(
    [...markup.matchAll(HIDDEN)].map(([, name = '', value = '']) => [name, plain(value)]),
  );
}

export interface VisitOptions {
  form?: Record<string, string> | undefined;
  headers?: Record<string, string>;
}

/** A browser that keeps cookies, behind the gateway. */
export function createVisitor(url: string, credentials: Credentials, address = '192.0.2.1') {
  const cookies = new Map<string, string>();

  async function open(path: string, { form, headers = {} }: VisitOptions = {}): Promise<SeenPage> {
    const response = await fetch(`${url}${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        [CREDENTIAL_HEADER]: credentials.issue({ kind: 'public' }),
        [CLIENT_ADDRESS_HEADER]: address,
        [ASKED_HOST_HEADER]: 'gatehouse.example.org',
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, headers: response.headers, html, location };
  }

  return {
    cookies,
    open,
    /** Sends the form that stands on the page. */
    submit(page: SeenPage, action: string, fields: Record<string, string> = {}, headers = {}) {
      return open(action, { form: { ...hiddenFields(page, action), ...fields }, headers });
    },
    /** Signs in as a browser that has no session. */
    async signIn(secret: string, to = ''): Promise<SeenPage> {
      cookies.delete('gatehouse-operator');
      const form = await open(`/operator/sign-in${to}`);
      return this.submit(form, '/operator/sign-in', { secret });
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

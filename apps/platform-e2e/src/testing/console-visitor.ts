/** A page of the console as it came. */
export interface ConsolePage {
  status: number;
  html: string;
  location: string | undefined;
  headers: Headers;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) => ENTITIES[name] ?? '');

/** What a person reads on a page, in one line. */
export function readPage({ html }: ConsolePage): string {
  return plain(html.slice(html.indexOf('<main')).replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

/** A browser without script that visits the operator's pages of a platform: it keeps cookies and sends the forms that it finds. */
export function consoleVisitor(url: string) {
  const cookies = new Map<string, string>();

  async function open(path: string, form?: Record<string, string>): Promise<ConsolePage> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${url}${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...(form !== undefined && { origin: url }) },
      ...(form !== undefined && { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, html, location, headers: response.headers };
  }

  /** Sends the form of a page that goes to `action`, with further fields. */
  async function submit(page: ConsolePage, action: string, fields: Record<string, string> = {}) {
    const from = page.html.indexOf(`<form action="${action}" method="post"`);
    if (from === -1) throw new Error(`the page has no form to ${action}`);
    const markup = page.html.slice(from, page.html.indexOf('</form>', from));
    const hidden = [...markup.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, plain(value)]));
    return open(action, { ...kept, ...fields });
  }

  return {
    cookies,
    open,
    submit,
    signIn: async (secret: string) =>
      submit(await open('/operator/sign-in'), '/operator/sign-in', { secret }),
  };
}

/** A page that a browser shows. */
export interface OpenPage {
  url: string;
  html: string;
}

/** Where an address led: to a page of a site that the demo runs, or away from them. */
export type Opened = { page: OpenPage } | { leftTo: URL };

export interface DemoBrowser {
  open(url: string): Promise<Opened>;
  /** Fills in the page's form whose action ends with `action`, and sends it. */
  send(page: OpenPage, action: string, fields: Readonly<Record<string, string>>): Promise<Opened>;
}

const MOST_REDIRECTS = 20;

/** A browser as people have it, without JavaScript: it keeps the cookies of some sites, and follows their redirects. */
export function createBrowser(...sites: readonly string[]): DemoBrowser {
  const cookiesOf = new Map(sites.map((site) => [new URL(site).origin, new Map<string, string>()]));

  async function visit(url: URL, form?: URLSearchParams): Promise<Response> {
    const { origin } = url;
    const cookies = cookiesOf.get(origin) ?? new Map<string, string>();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = form === undefined ? {} : { method: 'POST', body: form };
    const headers = { cookie, ...(form !== undefined && { origin }) };
    const answer = await fetch(url, { redirect: 'manual', headers, ...sent });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  async function follow(start: URL, first: Response): Promise<Opened> {
    let [url, answer] = [start, first];
    for (let hops = 0; hops < MOST_REDIRECTS; hops++) {
      const location = answer.headers.get('location');
      if (location === null) {
        if (!answer.ok) throw new Error(`${url.pathname} was answered ${answer.status}`);
        return { page: { url: url.href, html: await answer.text() } };
      }
      url = new URL(location, url);
      if (!cookiesOf.has(url.origin)) return { leftTo: url };
      answer = await visit(url);
    }
    throw new Error('the browser is sent in a circle');
  }

  return {
    async open(text) {
      const url = new URL(text);
      return follow(url, await visit(url));
    },
    async send(page, action, fields) {
      const { target, form } = formOf(page, action);
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return follow(target, await visit(target, form));
    },
  };
}

/** A form of a page, with what it is filled in with. */
function formOf({ url, html }: OpenPage, action: string): { target: URL; form: URLSearchParams } {
  for (const [, given = '', content = ''] of html.matchAll(
    /<form[^>]*\saction="([^"]*)"[^>]*>(.*?)<\/form>/gs,
  )) {
    const target = new URL(given.replaceAll('&amp;', '&'), url);
    if (!target.pathname.endsWith(action)) continue;
    const inputs = [...content.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
    const named = inputs.flatMap((tag): [string, string][] => {
      const name = /\sname="([^"]*)"/.exec(tag)?.[1];
      return name === undefined ? [] : [[name, /\svalue="([^"]*)"/.exec(tag)?.[1] ?? '']];
    });
    return { target, form: new URLSearchParams(named) };
  }
  throw new Error(`the page has no form that is sent to ${action}`);
}

/** Sends a request of anybody to the platform, or to an app of it. */
export type SendPublic = (
  caller: { kind: 'public' },
  method: string,
  path: string,
  sent: { body?: URLSearchParams; headers?: Record<string, string> },
) => Promise<Response>;

/** Where a browser goes: how requests are sent, and what the platform's links begin with. */
export interface Visited {
  send: SendPublic;
  publicUrl: string;
}

interface Kept {
  name: string;
  value: string;
  path: string;
}

/** A browser without pages: it keeps cookies by their paths, and follows nothing by itself. */
export function createBrowser({ send, publicUrl }: Visited) {
  let cookies: Kept[] = [];

  function keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const attribute = (wanted: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? '/';
    cookies = cookies.filter((kept) => kept.name !== name || kept.path !== path);
    const expires = attribute('expires');
    const isGone =
      attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
    if (!isGone) cookies.push({ name, value: value.join('='), path });
  }

  function cookieHeader(path: string): string {
    const fitting = cookies.filter(
      (kept) => path === kept.path || path.startsWith(kept.path.endsWith('/') ? kept.path : `${kept.path}/`),
    );
    return fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  async function visit(
    address: string,
    {
      method = 'GET',
      body,
      headers = {},
      via = send,
    }: {
      method?: string;
      body?: URLSearchParams;
      headers?: Record<string, string>;
      /** The instance that is asked; default: the first. */
      via?: SendPublic;
    } = {},
  ) {
    const url = new URL(address, publicUrl);
    const answer = await via({ kind: 'public' }, method, `${url.pathname}${url.search}`, {
      headers: { accept: 'text/html', cookie: cookieHeader(url.pathname), ...headers },
      ...(body && { body }),
    });
    for (const cookie of answer.headers.getSetCookie()) keep(cookie);
    return answer;
  }

  return {
    visit,
    cookieHeader,
    cookies: () => [...cookies],
    forget(name: string) {
      cookies = cookies.filter((kept) => kept.name !== name);
    },
  };
}

export type CookieBrowser = ReturnType<typeof createBrowser>;

import { join } from 'node:path';
import { createSite, type Logo, languageOf } from '@gatehouse/pages';
import type { PlatformIdentity } from '@gatehouse/texts';

export interface PlainPagesOptions {
  identity: PlatformIdentity;
  logo: Logo | undefined;
  secure: boolean;
}

export type PlainPages = ReturnType<typeof createPlainPages>;

/** The pages of signing out, and of requests that cannot go on. */
export function createPlainPages({ identity, logo, secure }: PlainPagesOptions) {
  const site = createSite({ identity, logo, views: [join(import.meta.dirname, 'views')] });
  return {
    render(
      view: 'sign-out' | 'signed-out' | 'cannot-sign-in' | 'cannot-sign-out',
      request: { path: string; cookies: string | undefined; lang?: string | undefined },
      values: Readonly<Record<string, unknown>> = {},
    ): { html: string; cookies: string[] } {
      const { language, cookies } = languageOf({ lang: request.lang, cookies: request.cookies }, secure);
      return { html: site.render(view, { language, path: request.path }, values), cookies };
    },
  };
}

import { join } from 'node:path';
import {
  type Language,
  languageNames,
  languages,
  type PlatformIdentity,
  textsIn,
  ukTime,
} from '@gatehouse/texts';
import { type Assets, createAssets, govukFrontend } from './assets.ts';
import type { Logo } from './logo.ts';
import { createTemplates } from './templates.ts';

/** The language of a page, and its path: links to the other languages lead there. */
export interface Reading {
  language: Language;
  /** A path without query. */
  path: string;
}

/** Pages in the platform's layout. */
export interface Site {
  readonly identity: PlatformIdentity;
  readonly assets: Assets;
  /** A whole HTML document, without inline script or style. Everything that a person or service wrote is escaped. */
  render(view: string, reading: Reading, values?: Readonly<Record<string, unknown>>): string;
}

export interface SiteOptions {
  identity: PlatformIdentity;
  logo?: Logo | undefined;
  /** Further directories of views, each `<view>.njk`. */
  views?: readonly string[];
}

/** An address with the language in its query, unless it is the default. */
export function inLanguage(path: string, language: Language): string {
  return language === languages[0] ? path : `${path}?lang=${language}`;
}

/** The pages of one app: its own views, in the platform's layout. */
export function createSite({ identity, logo, views = [] }: SiteOptions): Site {
  const assets = createAssets(logo);
  const { render } = createTemplates({
    views: [...views, join(import.meta.dirname, 'views'), join(govukFrontend.directory, 'dist')],
    globals: { assets: assets.urls, platform: identity, inLanguage },
  });
  return {
    identity,
    assets,
    render(view, { language, path }, values = {}) {
      const otherLanguages = languages
        .filter((other) => other !== language)
        .map((other) => ({ tag: other, name: languageNames[other], href: `${path}?lang=${other}` }));
      const frame = {
        language,
        path,
        otherLanguages,
        t: textsIn(language),
        time: (at: string) => ukTime(at, language),
      };
      return render(view, { ...values, ...frame });
    },
  };
}

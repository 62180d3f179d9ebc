import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = {
  style: { name: 'style.css', type: 'text/css; charset=utf-8' },
  script: { name: 'try.js', type: 'text/javascript; charset=utf-8' },
  icon: { name: 'icon.svg', type: 'image/svg+xml' },
} as const;

type AssetName = keyof typeof FILES;

/** What the page loads: nothing of it from elsewhere. */
export interface Asset {
  path: string;
  contentType: string;
  content: Buffer;
}

export const assets: readonly Asset[] = Object.values(FILES).map(({ name, type }) => ({
  path: `/docs/${name}`,
  contentType: type,
  content: readFileSync(join(import.meta.dirname, name)),
}));

function addressOf(name: AssetName): string {
  const path = `/docs/${FILES[name].name}`;
  const content = assets.find((asset) => asset.path === path)?.content ?? '';
  return `${path}?v=${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}

/** Their addresses: another content has another one, so each is kept by the browser for good. */
export const assetUrls: Readonly<Record<AssetName, string>> = {
  style: addressOf('style'),
  script: addressOf('script'),
  icon: addressOf('icon'),
};

import { readFileSync, statSync } from 'node:fs';
import { ConfigurationError } from '@gatehouse/runtime';

/** The platform's own logo, as it is served. */
export interface Logo {
  fileName: 'logo.svg' | 'logo.png';
  contentType: string;
  content: Buffer;
}

const MOST_BYTES = 256 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function logoFrom(content: Buffer): Logo | undefined {
  if (content.subarray(0, PNG.length).equals(PNG)) {
    return { fileName: 'logo.png', contentType: 'image/png', content };
  }
  const isSvg = /^\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/.test(
    content.toString('utf8').replace(/^\uFEFF/, ''),
  );
  return isSvg ? { fileName: 'logo.svg', contentType: 'image/svg+xml', content } : undefined;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return statSync(path).size > MOST_BYTES ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Reads the file that `PLATFORM_LOGO` names. Throws ConfigurationError where it is no logo. */
export function readLogo(path: string | undefined): Logo | undefined {
  if (path === undefined) return undefined;
  const content = contentOf(path);
  const logo = content && logoFrom(content);
  if (logo !== undefined) return logo;
  const expected = `the path of an SVG or PNG file of at most ${MOST_BYTES / 1024} KB`;
  throw new ConfigurationError([`PLATFORM_LOGO is ${JSON.stringify(path)}: it should be ${expected}`]);
}

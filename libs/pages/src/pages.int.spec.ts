import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLogo } from './logo.ts';
import { problemPages } from './problem-pages.ts';
import { createSite } from './site.ts';

const directory = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const identity = { name: 'Gatehouse' };

describe('the logo', () => {
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  test.each([
    ['plain.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.svg'],
    ['prolog.svg', '\uFEFF<?xml version="1.0"?>\n<!-- ours -->\n<!DOCTYPE svg>\n<svg>', 'logo.svg'],
    ['image.png', png, 'logo.png'],
  ])('%s is one, and served inert, under an address of its content', (name, content, fileName) => {
    const logo = readLogo(file(name, content));
    expect(logo?.fileName).toBe(fileName);
    const { urls, files } = createSite({ identity, logo }).assets;
    const served = files.find(({ path }) => path === urls.logo);
    expect(served?.content.equals(Buffer.from(content))).toBe(true);
    expect(served?.headers['content-security-policy']).toContain('sandbox');
    expect(urls.styles).not.toBe(createSite({ identity }).assets.urls.styles);
  });

  test.each([
    ['page.svg', '<html><svg></svg></html>'],
    ['text.png', 'GIF89a'],
    ['large.svg', `<svg>${' '.repeat(256 * 1024)}</svg>`],
  ])('%s is none: the start ends with a line that says what it should be', (name, content) => {
    const path = file(name, content);
    expect(() => readLogo(path)).toThrow(
      `PLATFORM_LOGO is ${JSON.stringify(path)}: it should be the path of an SVG or PNG file of at most 256 KB`,
    );
  });

  test('a file that is not there is none; none is none', () => {
    expect(() => readLogo(join(directory, 'absent'))).toThrow('PLATFORM_LOGO');
    expect(readLogo(undefined)).toBeUndefined();
  });
});

describe('problems as pages', () => {
  const page = problemPages(createSite({ identity }), () => true);
  const token = 'T'.repeat(43);
  const problem = (status: number, path: string, query = '', cookies?: string) =>
    page({ status, correlationId: 'corr-1', path, query, cookies });

  test.each([
    [400, 'We could not read what your browser sent'],
    [404, 'Page not found'],
    [405, 'This page cannot be opened by its address'],
    [413, 'We could not read what your browser sent'],
    [415, 'We could not read what your browser sent'],
    [429, 'Too many requests'],
    [500, 'Sorry, there is a problem'],
    [503, 'Sorry, there is a problem'],
  ])('%i', (status, heading) => {
    const html = problem(status, `/register/${token}/new-email`)?.html ?? '';
    expect(html).toContain(`<h1 class="govuk-heading-l">${heading}</h1>`);
    expect(html).toContain(`href="/register/${token}"`);
    expect(html).toContain('href="/register"');
    expect(html).toContain('corr-1');
  });

  test('only on the paths of pages', () => {
    for (const path of ['/users', '/registers', '/manage/x', '/docs'])
      expect(problem(404, path)).toBeUndefined();
    for (const path of ['/', '/register', '/register/', '/register/x/y'])
      expect(problem(404, path)).toBeDefined();
  });

  test('in the language that was chosen, which is kept', () => {
    expect(problem(404, '/register/x', '', 'gatehouse-language=cy')?.html).toContain('<html lang="cy"');
    const chosen = problem(404, '/register/x', 'lang=cy');
    expect(chosen?.html).toContain('href="/register?lang=cy"');
    expect(chosen?.headers?.['set-cookie']).toEqual([
      expect.stringMatching(/^gatehouse-language=cy;.*Secure$/),
    ]);
  });

  test('nothing of the address is markup', () => {
    expect(problem(404, '/register/"><script>alert(1)</script>')?.html).not.toContain('<script>alert');
  });
});

import { languages } from '@gatehouse/texts';
import { faultyPage, registerPage, samplePages } from '../testing/sample-pages.ts';
import type { Page } from './page.ts';
import { createPages } from './render.ts';

const pages = createPages({ identity: { name: 'Gatehouse' }, publicUrl: 'http://localhost' });
const PATH = '/register/sample-token';
const renderPage = (page: Page, language: (typeof languages)[number] = 'en') =>
  pages.render(page, { language, path: PATH });

const titleOf = (html: string) => /<title>([^<]*)<\/title>/.exec(html)?.[1];

describe('renderPage', () => {
  describe.each(languages)('%s', (language) => {
    test.each(Object.entries(samplePages))(
      '%s is a document in its language, with a link to the other, and without inline script or style',
      (_name, page) => {
        const html = renderPage(page, language);
        const other = language === 'en' ? 'cy' : 'en';
        expect(html).toMatch(new RegExp(`^\\s*<!DOCTYPE html>\\s*<html lang="${language}"`));
        expect(html).toContain(`href="${PATH}?lang=${other}" hreflang="${other}" lang="${other}"`);
        expect(html.match(/<h1/g)).toHaveLength(1);
        expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
        expect(html).not.toContain('GOV.UK');
        expect(html).not.toMatch(/undefined|\[object|NaN/);
      },
    );
  });

  test('escapes whatever a service or a person wrote', () => {
    const mark = '"><script>alert(1)</script>\'{{ 1234 * 5678 }}';
    const html = renderPage({
      ...registerPage,
      action: mark,
      invitations: [{ id: mark, serviceName: mark, organisationName: mark, declineHref: mark, ticked: true }],
      values: { givenName: mark, familyName: mark, code: mark },
      errors: { givenName: mark, familyName: mark, code: mark },
    });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('7006652');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });

  test('says that something is wrong in the title, above the form and at the field', () => {
    expect(titleOf(renderPage(registerPage))).toBe('Accept your invitation – Gatehouse');
    const html = renderPage(faultyPage);
    expect(titleOf(html)).toBe('Error: Accept your invitations – Gatehouse');
    for (const field of ['accept', 'givenName', 'familyName', 'code']) {
      expect(html).toContain(`href="#${field}"`);
      expect(html).toContain(`id="${field}-error"`);
    }
  });

  test('posts back every invitation that it shows', () => {
    const html = renderPage(faultyPage);
    const ids = faultyPage.invitations.map(({ id }) => id).join(' ');
    expect(html).toContain(`<input type="hidden" name="shown" value="${ids}">`);
  });

  test('tells the browser what each field is for', () => {
    const html = renderPage(registerPage);
    for (const purpose of ['given-name', 'family-name', 'one-time-code']) {
      expect(html).toContain(`autocomplete="${purpose}"`);
    }
  });

  test('whose platform it is shows in title, header and footer', () => {
    const identity = {
      name: 'Example & Sons',
      supportUrl: 'https://help.example.org/?a=1&b=2',
      supportEmail: 'help+us@example.org',
      privacyUrl: 'https://example.org/privacy',
      accessibilityUrl: 'https://example.org/accessibility',
    };
    const logo = {
      fileName: 'logo.svg' as const,
      contentType: 'image/svg+xml',
      content: Buffer.from('<svg/>'),
    };
    const theirs = createPages({ identity, logo, publicUrl: 'http://localhost' });
    const html = theirs.render({ view: 'welcome' }, { language: 'en', path: PATH });
    expect(titleOf(html)).toBe('Invitation accepted – Example &amp; Sons');
    expect(html).toContain('href="https://help.example.org/?a=1&amp;b=2"');
    expect(html).toContain('href="mailto:help%2Bus@example.org"');
    for (const href of [identity.privacyUrl, identity.accessibilityUrl])
      expect(html).toContain(`href="${href}"`);
    expect(html).toContain(`<img class="gatehouse-header__logo" src="${theirs.site.assets.urls.logo}"`);
    expect(html).not.toContain('Gatehouse');
  });
});

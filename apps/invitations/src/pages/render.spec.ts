import { renderPage } from './render.ts';
import { faultyPage, registerPage, samplePages } from './testing/sample-pages.ts';

const titleOf = (html: string) => /<title>([^<]*)<\/title>/.exec(html)?.[1];

describe('renderPage', () => {
  test.each(Object.keys(samplePages))(
    '%s is a document in English, without inline script or style',
    (name) => {
      const page = samplePages[name];
      const html = page ? renderPage(page) : '';
      expect(html).toMatch(/^\s*<!DOCTYPE html>\s*<html lang="en"/);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
      expect(html).not.toContain('GOV.UK');
    },
  );

  test('escapes whatever a service or a person wrote', () => {
    const mark = '"><script>alert(1)</script>\'{{ 7 * 7 }}';
    const html = renderPage({
      ...registerPage,
      action: mark,
      invitations: [{ id: mark, serviceName: mark, organisationName: mark }],
      values: { givenName: mark, familyName: mark, code: mark },
      errors: { givenName: mark, familyName: mark, code: mark },
    });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('49');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });

  test('says that something is wrong in the title, above the form and beside the field', () => {
    expect(titleOf(renderPage(registerPage))).toBe('Accept your invitation – Gatehouse');
    const html = renderPage(faultyPage);
    expect(titleOf(html)).toBe('Error: Accept your invitations – Gatehouse');
    for (const field of ['givenName', 'familyName', 'code']) {
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
});

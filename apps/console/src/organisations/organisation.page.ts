import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { code, text } from '../page/cells.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, type PageDependencies, page } from '../page/session-page.ts';
import type { Fact } from '../page/view-model.ts';
import { categoryName, statusName } from './organisation-words.ts';

/** Every member that it has is shown, whatever the register says of it. */
const organisation = z.looseObject({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  status: z.number(),
});

const named = z.object({ id: z.string(), name: z.string() });
const organisationLinks = z.object({
  localAuthority: named.nullish(),
  trusts: z.array(named).nullish(),
});

function wordOf(name: string): string {
  if (/^(?:urn|uid|ukprn|upin)$/.test(name)) return name.toUpperCase();
  const apart = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

function further(members: Readonly<Record<string, unknown>>): Fact[] {
  return Object.entries(members)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => ({ key: wordOf(name), value: text(String(value)) }));
}

/** `GET /operator/organisations/{id}`. */
export function organisationPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/organisations/:organisationId',
    summary: 'An organisation',
    uuidParams: ['organisationId'],
    async show(manage, { params: { organisationId: id } }): Promise<Answer> {
      const path = `/manage/organisations/${id}`;
      const [{ name, category, status, id: shownId, ...rest }, { localAuthority, trusts }] =
        await Promise.all([manage.get(path, organisation), manage.get(`${path}/links`, organisationLinks)]);
      const linked = (one: z.output<typeof named>) => ({
        text: one.name,
        href: `/operator/organisations/${one.id}`,
      });
      return {
        view: 'detail',
        page: {
          title: name,
          back: { text: 'Organisations', href: '/operator/organisations' },
          facts: [
            { key: 'Id', value: code(shownId) },
            { key: 'Category', value: text(categoryName(category)) },
            { key: 'Status', value: text(statusName(status)) },
            ...(localAuthority ? [{ key: 'Local authority', value: linked(localAuthority) }] : []),
            ...(trusts && trusts.length > 0 ? [{ key: 'Trusts', value: trusts.map(linked) }] : []),
            ...further(rest),
          ],
          links: [{ text: 'Who changed it', href: pathWith('/operator/audit', { entity: id }) }],
        },
      };
    },
  });
}

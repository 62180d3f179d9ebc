import { PROBLEMS_PATH, type ProblemType, problemTypes } from '@gatehouse/contracts';
import { statusOfFault } from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import { DEFAULT_LANGUAGE } from '@gatehouse/texts';
import { documentationAssets } from './documentation-page.ts';

const descriptionOf = (schema: unknown) => (schema as { description?: string }).description;

/** The page at which the `type` of a problem points: each kind that has one, under its name. */
export function problemsPage(site: Site): string {
  const problems = Object.entries<ProblemType>(problemTypes).map(([name, type]) => ({
    ...{ name, title: type.title, description: type.description, challenge: type.challenge },
    status: statusOfFault[type.code],
    members: Object.entries(type.members).map(([member, schema]) => ({
      name: member,
      description: descriptionOf(schema),
    })),
  }));
  const values = { problems, urls: documentationAssets.urls };
  return site.render('problems', { language: DEFAULT_LANGUAGE, path: PROBLEMS_PATH }, values);
}
